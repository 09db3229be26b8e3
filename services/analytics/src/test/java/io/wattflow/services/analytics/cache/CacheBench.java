package io.wattflow.services.analytics.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattflow.cache.Evictor;
import io.wattflow.cache.RedisAddress;
import io.wattflow.services.analytics.metrics.CacheMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.UnifiedJedis;

/** Instances of the cache on one Redis, a clock for all of them, and a writer. */
final class CacheBench implements AutoCloseable {
  final RedisAddress address;
  final HandClock clock = new HandClock();
  final Evictor evictor;
  final UnifiedJedis redis;
  private final Map<AnswerCache, SimpleMeterRegistry> caches = new LinkedHashMap<>();

  CacheBench(RedisAddress address) {
    this.address = address;
    this.evictor = new Evictor(address);
    this.redis = address.connect(2, Duration.ofSeconds(2));
  }

  /** One more instance, which hears of evictions already. */
  AnswerCache open() {
    return open(CacheSettings.defaults());
  }

  AnswerCache open(CacheSettings settings) {
    AnswerCache cache = start(settings, clock, clock);
    await().until(cache::connected);
    return cache;
  }

  /** One more instance, on whatever there is. */
  AnswerCache start(CacheSettings settings, Clock time, Ticker ticker) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    AnswerCache cache = new AnswerCache(address, settings, new CacheMetrics(meters), time, ticker);
    caches.put(cache, meters);
    return cache;
  }

  /** The rows are others, and everybody is told. */
  void change(Rows rows, String text) {
    rows.become(text);
    evictor.evict(List.of(rows.change()));
  }

  /** How many questions had this result, of all instances. */
  double count(String result) {
    return caches.values().stream()
        .mapToDouble(
            meters -> meters.get("wattflow_cache_answers").tag("result", result).counter().count())
        .sum();
  }

  /** What an instance counts and shows under a name that has no tags. */
  double meter(AnswerCache cache, String name) {
    SimpleMeterRegistry meters = Objects.requireNonNull(caches.get(cache));
    return meters.get(name).meter().measure().iterator().next().getValue();
  }

  static Served served(CompletionStage<Served> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  static String text(Served served) {
    return new String(served.answer().body(), UTF_8);
  }

  @Override
  public void close() {
    caches.keySet().forEach(AnswerCache::close);
    evictor.close();
    redis.close();
  }
}
