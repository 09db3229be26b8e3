@NullMarked
package io.wattflow.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
