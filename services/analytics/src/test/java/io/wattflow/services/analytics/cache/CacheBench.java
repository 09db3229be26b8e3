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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.UnifiedJedis;

/** Instances of the cache on one Redis, a clock for all of them, and a writer. */
final class CacheBench implements AutoCloseable {
  final RedisAddress address;
  final HandClock clock = new HandClock();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Evictor evictor;
  final UnifiedJedis redis;
  private final List<AnswerCache> caches = new ArrayList<>();

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
    AnswerCache cache =
        new AnswerCache(address, settings, new CacheMetrics(meters), time, ticker);
    caches.add(cache);
    return cache;
  }

  /** The rows are others, and everybody is told. */
  void change(Rows rows, String text) {
    rows.become(text);
    evictor.evict(List.of(rows.change()));
  }

  /** How many questions had this result, of all instances. */
  double count(String result) {
    return meters.get("wattflow_cache_answers").tag("result", result).counter().count();
  }

  static Served served(CompletionStage<Served> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  static String text(Served served) {
    return new String(served.answer().body(), UTF_8);
  }

  @Override
  public void close() {
    caches.forEach(AnswerCache::close);
    evictor.close();
    redis.close();
  }
}
