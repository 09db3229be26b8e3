package io.wattflow.services.ingestion.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes on only when a test says so. */
final class HandClock extends Clock implements Ticker {
  // Close to the end of its numbers, where a comparison without a difference would go wrong.
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

  private final AtomicLong nanos = new AtomicLong(START);

  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long read() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return IssuedKey.CREATED.plusNanos(nanos.get() - START);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("instants have no zone");
  }
}
