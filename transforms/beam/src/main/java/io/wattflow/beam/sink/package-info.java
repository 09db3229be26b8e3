/** What leaves the pipeline: rows to ClickHouse, device status to Redis, dead letters to Kafka. */
@NullMarked
package io.wattflow.beam.sink;

import org.jspecify.annotations.NullMarked;
