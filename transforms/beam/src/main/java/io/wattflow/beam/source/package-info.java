/** Reading telemetry from Kafka: the source, its timestamps and its watermark. */
@NullMarked
package io.wattflow.beam.source;

import org.jspecify.annotations.NullMarked;
