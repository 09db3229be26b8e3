/** The analytics service under load. */
@NullMarked
package io.wattflow.benchmarks.analytics;

import org.jspecify.annotations.NullMarked;
