package io.wattflow.services.ingestion.admission;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Sheds load while Kafka does not take what it is given: opens when more than a share of the
 * requests of a window has failed, refuses everything for a while, then lets a few through and
 * closes if they succeed. A client's own mistakes do not count.
 *
 * <p>Every permission must be answered by one of {@link #succeeded}, {@link #failed}. Thread-safe.
 */
public final class SheddingBreaker {
  private final CircuitBreaker breaker;
  private final Duration openFor;
  private final Clock clock;
  private volatile Instant openUntil = Instant.MIN;

  /**
   * When it opens and closes.
   *
   * @param failurePercent above it the breaker opens, in (0, 100)
   * @param window over which requests count, in whole seconds
   * @param minimumRequests fewer in a window never open it
   * @param openFor how long it refuses
   * @param probes requests that decide whether it closes
   */
  public record Settings(
      double failurePercent, Duration window, int minimumRequests, Duration openFor, int probes) {
    /** 5 % of at least 20 requests in 10 s, open for 5 s, 10 probes. */
    public static Settings defaults() {
      return new Settings(5, Duration.ofSeconds(10), 20, Duration.ofSeconds(5), 10);
    }
  }

  public SheddingBreaker(Settings settings) {
    this(settings, Clock.systemUTC());
  }

  SheddingBreaker(Settings settings, Clock clock) {
    this.openFor = settings.openFor();
    this.clock = clock;
    this.breaker =
        CircuitBreaker.of(
            "ingestion",
            CircuitBreakerConfig.custom()
                .failureRateThreshold((float) settings.failurePercent())
                .slidingWindow(
                    (int) settings.window().toSeconds(),
                    settings.minimumRequests(),
                    SlidingWindowType.TIME_BASED)
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.probes())
                // A probe that never ends must not keep it half open.
                .maxWaitDurationInHalfOpenState(settings.openFor().multipliedBy(4))
                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                .writableStackTraceEnabled(false)
                .clock(clock)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                openUntil = clock.instant().plus(openFor);
              }
            });
  }

  /** Whether a request may go to Kafka now. */
  public boolean tryPass() {
    return breaker.tryAcquirePermission();
  }

  /**
   * What was let through is safe.
   *
   * @param nanos how long it took
   */
  public void succeeded(long nanos) {
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * What was let through has failed.
   *
   * @param nanos how long it took
   */
  public void failed(long nanos, Exception failure) {
    breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
  }

  /**
   * Whether it refuses, before a body is read for nothing; takes no permission. When its time is
   * over it says no, although only {@link #tryPass} half opens it.
   */
  public boolean shedding() {
    return breaker.getState() == CircuitBreaker.State.OPEN && clock.instant().isBefore(openUntil);
  }

  /** 0 closed, 1 half open, 2 open. */
  public int state() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> 2;
      case HALF_OPEN -> 1;
      default -> 0;
    };
  }

  /** How long a refused client should wait. */
  public Duration retryAfter() {
    return openFor;
  }
}
