package io.wattflow.services.analytics.store;

import io.wattflow.sql.ClickHouseUrl;
import java.nio.file.Path;
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

  /**
   * A master and its replicas.
   *
   * @param servers the master first
   */
  public record Shard(List<Server> servers) {
    public Shard {
      servers = List.copyOf(servers);
      if (servers.isEmpty() || !servers.get(0).master()) {
        throw new IllegalArgumentException("a shard begins with its master");
      }
    }
  }

  /**
   * A server.
   *
   * @param weight its share of the reads is this, divided by the sum of all of its shard; 0: it is
   *     only read from when no other one answers
   */
  public record Server(ClickHouseUrl url, boolean master, double weight) {
    public Server {
      if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException("a weight is not negative: " + weight);
      }
    }
  }

  /** One server that does everything. */
  public static ClusterLayout single(
      ClickHouseUrl url, String database, String user, String password) {
    return new ClusterLayout(
        List.of(new Shard(List.of(new Server(url, true, 1)))), database, user, password);
  }

  /**
   * The layout of a JSON file, see {@code docs/analytics.md}.
   *
   * @throws IllegalArgumentException if it cannot be read or says something else; the message names
   *     file, field and remedy
   */
  public static ClusterLayout read(Path file) {
    return LayoutFile.read(file, System::getenv);
  }

  /** Number of the shard of a user. */
  int shardOf(long userId) {
    return (int) Long.remainderUnsigned(userId, shards.size());
  }

  @Override
  public String toString() {
    return "ClusterLayout[" + shards + ", database=" + database + ", user=" + user + "]";
  }
}
