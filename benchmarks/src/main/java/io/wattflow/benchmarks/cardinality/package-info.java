/** How the cost of the stream grows with the number of devices. */
@NullMarked
package io.wattflow.benchmarks.cardinality;

import org.jspecify.annotations.NullMarked;
