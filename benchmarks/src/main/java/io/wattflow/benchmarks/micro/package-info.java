/** The steps of the hot path one by one, on one thread, under JMH. */
@NullMarked
package io.wattflow.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
