package io.wattflow.services.ingestion;

import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.services.http.ServerSettings;
import io.wattflow.services.ingestion.admission.SheddingBreaker;
import io.wattflow.services.ingestion.body.BodyLimits;
import io.wattflow.services.ingestion.publish.PublisherSettings;

/**
 * All that the service can be told.
 *
 * @param server where it listens
 * @param publisher how readings go to Kafka
 * @param validation the bounds of a reading; the stream applies its own after it
 * @param limits of a request
 * @param maxInFlightBytes memory for bodies and readings on their way, together
 * @param breaker when load is shed
 * @param clientRate readings a second that a client may send; 0: as many as it likes
 * @param clientBurst readings that it may send at once; 0: those of two seconds
 * @param consumerGroup of the stream, whose lag is {@code queue_depth}
 */
public record IngestionSettings(
    ServerSettings server,
    PublisherSettings publisher,
    ValidationLimits validation,
    BodyLimits limits,
    long maxInFlightBytes,
    SheddingBreaker.Settings breaker,
    int clientRate,
    int clientBurst,
    String consumerGroup) {
  /** The stream's group, unless it is told another. */
  public static final String CONSUMER_GROUP = "wattflow-telemetry";

  /** Readings that a client may send at once, at most as many as an int holds. */
  int burst() {
    return clientBurst > 0 ? clientBurst : (int) Math.min(Integer.MAX_VALUE, 2L * clientRate);
  }

  /** The same settings with another bound of memory; see {@link #maxInFlightBytes}. */
  public IngestionSettings withMaxInFlightBytes(long bytes) {
    return new IngestionSettings(
        server,
        publisher,
        validation,
        limits,
        bytes,
        breaker,
        clientRate,
        clientBurst,
        consumerGroup);
  }

  /** The same settings, listening in another way. */
  public IngestionSettings withServer(ServerSettings other) {
    return new IngestionSettings(
        other,
        publisher,
        validation,
        limits,
        maxInFlightBytes,
        breaker,
        clientRate,
        clientBurst,
        consumerGroup);
  }

  /** On loopback, without quotas; what a test or a demo needs. */
  public static IngestionSettings onLoopback(int port, PublisherSettings publisher) {
    return new IngestionSettings(
        ServerSettings.onLoopback(port),
        publisher,
        ValidationLimits.defaults(),
        BodyLimits.defaults(),
        64L << 20,
        SheddingBreaker.Settings.defaults(),
        0,
        0,
        CONSUMER_GROUP);
  }
}
