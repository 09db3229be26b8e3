@NullMarked
package io.wattflow.benchmarks.analytics;

import org.jspecify.annotations.NullMarked;
