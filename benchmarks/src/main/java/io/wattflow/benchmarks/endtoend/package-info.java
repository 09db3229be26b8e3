/** Draining a full topic through everything, beside other ways to the same tables. */
@NullMarked
package io.wattflow.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
