package io.wattflow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClusterTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  @Test
  void everyKeyHasItsNodeAlsoAfterAKill(@TempDir Path folder) throws IOException {
    List<Long> pids;
    try (RedisCluster cluster = RedisCluster.start(PlatformConfig.small(folder))) {
      pids = cluster.nodes().stream().map(Part::pid).toList();
      assertThat(cluster.address())
          .matches(
              "redis-cluster://127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+");
      for (String key : KEYS) {
        assertThat(holder(cluster, List.of("SET", key, "of " + key)))
            .as("the one node that takes %s", key)
            .isPresent();
      }
      assertThat(KEYS.stream().map(key -> holder(cluster, List.of("GET", key))).distinct())
          .as("nodes with keys")
          .hasSize(3);

      cluster.node(1).kill();
      assertThatThrownBy(() -> RedisCommand.send(cluster.node(1).port(), List.of("PING")))
          .isInstanceOf(IOException.class);
      cluster.node(1).restart();
      cluster.awaitWhole();
      for (String key : KEYS) {
        RedisNode holder = holder(cluster, List.of("GET", key)).orElseThrow();
        assertThat(RedisCommand.send(holder.port(), List.of("GET", key))).isEqualTo("of " + key);
      }
    }
    assertThat(pids).filteredOn(pid -> ProcessHandle.of(pid).isPresent()).isEmpty();
  }

  /** The node that does not send a command on to another. */
  private static Optional<RedisNode> holder(RedisCluster cluster, List<String> command) {
    return cluster.nodes().stream().filter(node -> takes(node, command)).findFirst();
  }

  private static boolean takes(RedisNode node, List<String> command) {
    try {
      RedisCommand.send(node.port(), command);
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("-MOVED ");
      return false;
    }
  }
}
