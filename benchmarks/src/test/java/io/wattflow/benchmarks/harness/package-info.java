@NullMarked
package io.wattflow.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
