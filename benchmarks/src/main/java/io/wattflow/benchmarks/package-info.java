/** Measurements of the whole, on real parts. Never a test: what they print is for people. */
@NullMarked
package io.wattflow.benchmarks;

import org.jspecify.annotations.NullMarked;
