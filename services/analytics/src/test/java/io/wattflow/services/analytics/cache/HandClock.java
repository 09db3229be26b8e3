package io.wattflow.services.analytics.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Time that goes on only when a test says so. It begins now, because a writer has its own clock.
 */
final class HandClock extends Clock implements Ticker {
  private final Instant start = Instant.now();
  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

  void advance(Duration duration) {
    passed.updateAndGet(duration::plus);
  }

  @Override
  public long read() {
    return passed.get().toNanos();
  }

  @Override
  public Instant instant() {
    return start.plus(passed.get());
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
