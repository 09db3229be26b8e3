package io.wattflow.cache;

import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisCluster;
import io.wattflow.platform.RedisNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One real Redis and a real cluster for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EveryRedisBase {
  RedisNode node;
  RedisCluster cluster;

  /** Where it is tried. */
  enum Shape {
    SERVER,
    CLUSTER
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder.resolve("one")));
    cluster = RedisCluster.start(PlatformConfig.small(folder.resolve("three")));
  }

  @AfterAll
  void stop() {
    cluster.close();
    node.close();
  }

  RedisAddress address(Shape shape) {
    return RedisAddress.parse(shape == Shape.SERVER ? node.uri().toString() : cluster.address());
  }
}
