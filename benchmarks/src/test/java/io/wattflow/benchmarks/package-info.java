@NullMarked
package io.wattflow.benchmarks;

import org.jspecify.annotations.NullMarked;
