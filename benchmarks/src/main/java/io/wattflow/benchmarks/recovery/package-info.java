/** How long a killed TaskManager is missed, and what it costs: nothing. */
@NullMarked
package io.wattflow.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
