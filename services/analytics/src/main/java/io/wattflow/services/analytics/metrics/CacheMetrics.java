package io.wattflow.services.analytics.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattflow.services.http.RecentCounts;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Counters and gauges of the cache. Each question that was asked is one of {@code
 * wattflow_cache_answers}, by its result: {@code asked = l1 + l2 + stale + miss}, and a question
 * that waited for a load, its own or somebody else's, is a miss, whether the load succeeded or not.
 *
 * <p>Thread-safe.
 */
public final class CacheMetrics {
  private static final int WINDOW_SECONDS = 60;

  private final MeterRegistry registry;
  private final Counter near;
  private final Counter shared;
  private final Counter stale;
  private final Counter missed;
  private final Counter failed;
  private final Counter reloaded;
  private final Counter evicted;
  private final Timer loaded;
  private final RecentCounts recentHits = new RecentCounts(WINDOW_SECONDS, System::nanoTime);
  private final RecentCounts recentAsked = new RecentCounts(WINDOW_SECONDS, System::nanoTime);

  public CacheMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.near = answers("l1");
    this.shared = answers("l2");
    this.stale = answers("stale");
    this.missed = answers("miss");
    this.failed = counter("wattflow_cache_load_failures", "Loads that brought no answer");
    this.reloaded =
        counter(
            "wattflow_cache_reloads", "Loads that were repeated because rows changed meanwhile");
    this.evicted =
        counter("wattflow_cache_evictions", "Answers dropped from this process by changes of rows");
    this.loaded =
        Timer.builder("wattflow_cache_load")
            .description("Loads from the store, by their time")
            .register(registry);
    gauge(
        "cache_hit_ratio",
        "Share of questions answered without a load, over the last minute",
        this::hitRatio);
  }

  private Counter answers(String result) {
    return Counter.builder("wattflow_cache_answers")
        .description("Questions by where their answer came from")
        .tag("result", result)
        .register(registry);
  }

  private Counter counter(String name, String help) {
    return Counter.builder(name).description(help).register(registry);
  }

  /** A value that is asked for at each scrape. */
  public void gauge(String name, String help, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble)
        .description(help)
        .strongReference(true)
        .register(registry);
  }

  /** A fresh answer was in this process. */
  public void near() {
    near.increment();
    hit();
  }

  /** A fresh answer was in Redis. */
  public void shared() {
    shared.increment();
    hit();
  }

  /** An answer that is not fresh any more was shown. */
  public void stale() {
    stale.increment();
    hit();
  }

  private void hit() {
    recentHits.add(1);
    recentAsked.add(1);
  }

  /** There was none, and somebody waited for the store. */
  public void missed() {
    missed.increment();
    recentAsked.add(1);
  }

  /** The store has answered a load. */
  public void loaded(long nanos) {
    loaded.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A load brought no answer: the store is away, or the fault is ours. */
  public void loadFailed() {
    failed.increment();
  }

  /** A load is repeated because rows changed meanwhile. */
  public void reloaded() {
    reloaded.increment();
  }

  /** Changes of rows have dropped answers from this process. */
  public void evicted(int answers) {
    evicted.increment(answers);
  }

  /** Share of the last minute's questions that were answered without a load; 1 without any. */
  public double hitRatio() {
    long asked = recentAsked.sum();
    // The two are not read at once.
    return asked == 0 ? 1 : Math.min(1, (double) recentHits.sum() / asked);
  }
}
