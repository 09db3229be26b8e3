package io.wattflow.services.ingestion.http;

import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.services.ingestion.admission.InFlight;
import io.wattflow.services.ingestion.admission.SheddingBreaker;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.body.BodyLimits;
import io.wattflow.services.ingestion.body.ReadingParser;
import io.wattflow.services.ingestion.metrics.IngestionMetrics;
import io.wattflow.services.ingestion.publish.ReadingPublisher;
import io.wattflow.services.ingestion.quota.ClientQuotas;

/**
 * What all requests share. Every part is thread-safe.
 *
 * @param parsers one for each thread that asks
 */
public record Door(
    Authenticator authenticator,
    ClientQuotas quotas,
    BodyLimits limits,
    ThreadLocal<ReadingParser> parsers,
    InFlight inFlight,
    SheddingBreaker breaker,
    ReadingPublisher publisher,
    IngestionMetrics metrics) {

  /** A parser for each thread. */
  public static ThreadLocal<ReadingParser> parsers(BodyLimits limits, ReadingValidator validator) {
    return ThreadLocal.withInitial(() -> new ReadingParser(limits, validator));
  }
}
