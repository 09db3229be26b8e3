package io.wattflow.services.analytics.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that goes on only when a test says so. It begins now, because a writer has its own clock.
 */
final class HandClock extends Clock implements Ticker {
  private final Instant start = Instant.now();
  private final AtomicLong passedNanos = new AtomicLong();

  void advance(Duration duration) {
    passedNanos.addAndGet(duration.toNanos());
  }

  @Override
  public long read() {
    return passedNanos.get();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(passedNanos.get());
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
