package io.wattflow.services.analytics.store;

import io.wattflow.sql.ClickHouseUrl;
import java.util.List;

/**
 * Which servers there are.
 *
 * @param shards in the order of their numbers; a user is in shard {@code user id mod N}
 * @param password never part of a message
 */
public record ClusterLayout(List<Shard> shards, String database, String user, String password) {
  public ClusterLayout {
    shards = List.copyOf(shards);
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("a layout needs at least one shard");
    }
  }

  /** A master and its replicas. */
  public record Shard(List<Server> servers) {
    public Shard {
      servers = List.copyOf(servers);
    }
  }

  /** A server; weight 0: only asked when no other one answers. */
  public record Server(ClickHouseUrl url, boolean master, double weight) {}

  /** One server that does everything. */
  public static ClusterLayout single(
      ClickHouseUrl url, String database, String user, String password) {
    return new ClusterLayout(
        List.of(new Shard(List.of(new Server(url, true, 1)))), database, user, password);
  }

  /** Number of the shard of a user. */
  public int shardOf(long userId) {
    return (int) Long.remainderUnsigned(userId, shards.size());
  }

  @Override
  public String toString() {
    return "ClusterLayout[" + shards + ", database=" + database + ", user=" + user + "]";
  }
}
