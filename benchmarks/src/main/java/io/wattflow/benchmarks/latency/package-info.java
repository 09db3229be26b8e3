/** How long a reading takes to its row. */
@NullMarked
package io.wattflow.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
