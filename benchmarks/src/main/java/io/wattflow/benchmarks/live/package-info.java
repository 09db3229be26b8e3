/** Keeping up with readings that are sent as they happen. */
@NullMarked
package io.wattflow.benchmarks.live;

import org.jspecify.annotations.NullMarked;
