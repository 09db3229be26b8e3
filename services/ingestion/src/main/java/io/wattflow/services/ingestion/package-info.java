/** The front door: telemetry over HTTP to Kafka. */
@NullMarked
package io.wattflow.services.ingestion;

import org.jspecify.annotations.NullMarked;
