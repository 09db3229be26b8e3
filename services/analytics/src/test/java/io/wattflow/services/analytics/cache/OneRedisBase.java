package io.wattflow.services.analytics.cache;

import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One real Redis for all tests of a class, and an instance of the cache and a key for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneRedisBase {
  private final String name;

  /** No two tests share a user. */
  private final AtomicLong users = new AtomicLong(100);

  RedisNode node;
  CacheBench bench;
  AnswerCache cache;
  AnswerKey key;

  /**
   * For keys of a name.
   *
   * @param name of the answers
   */
  OneRedisBase(String name) {
    this.name = name;
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @BeforeEach
  void open() {
    if (!node.isHealthy()) {
      node.restart();
    }
    bench = new CacheBench(RedisAddress.parse(node.uri().toString()));
    cache = bench.open();
    key = new AnswerKey(users.incrementAndGet(), name);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  Rows rows(CacheClass cacheClass) {
    return new Rows(key.userId(), "meter", cacheClass, "one");
  }
}
