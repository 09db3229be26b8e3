/** Counters that cost nothing per element: added up in a bundle, published once. */
@NullMarked
package io.wattflow.beam.metrics;

import org.jspecify.annotations.NullMarked;
