/**
 * Kafka to rollups to a counting sink: Wattflow beside its peers. All subjects share the decoder,
 * the validator, the algebra and the windows, and differ only in the framework around them. Each
 * {@code *Main} is a subject and runs in a JVM of its own.
 */
@NullMarked
package io.wattflow.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
