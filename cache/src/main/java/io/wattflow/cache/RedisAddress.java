package io.wattflow.cache;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Where Redis is: one server, or a cluster by some of its nodes. One option names both.
 *
 * <pre>
 * redis://host:6379              one server; rediss:// for TLS, user:password@ before the host
 * redis-cluster://a:7000,b:7000  a cluster
 * </pre>
 *
 * @param text as it was written
 * @param nodes at least one
 * @param cluster whether it is a cluster
 */
public record RedisAddress(String text, Set<HostAndPort> nodes, boolean cluster) {
  /** How an address is written, for a message. */
  public static final String RULE =
      "write redis://host:port, rediss://user:password@host:port or"
          + " redis-cluster://host:port,host:port";

  private static final String CLUSTER = "redis-cluster://";
  private static final int DEFAULT_PORT = 6379;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is of another form; the message is the rule and does not
   *     quote the text, which may hold a password
   */
  public static RedisAddress parse(String text) {
    String address = text.strip();
    if (address.startsWith(CLUSTER)) {
      Set<HostAndPort> nodes = new LinkedHashSet<>();
      for (String node : address.substring(CLUSTER.length()).split(",", -1)) {
        nodes.add(node(uri("redis://" + node)));
      }
      return new RedisAddress(address, nodes, true);
    }
    URI uri = uri(address);
    if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
      throw new IllegalArgumentException(RULE);
    }
    HostAndPort node = node(uri);
    String complete = uri.getPort() < 0 ? withPort(uri, node) : address;
    return new RedisAddress(complete, Set.of(node), false);
  }

  private static String withPort(URI uri, HostAndPort node) {
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    return uri.getScheme() + "://" + user + node + uri.getRawPath();
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(RULE, null);
    }
  }

  private static HostAndPort node(URI uri) {
    @Nullable String host = uri.getHost();
    if (host == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException(RULE);
    }
    return new HostAndPort(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
  }

  /**
   * A client. It connects when first used; of a cluster at least one node has to answer now.
   *
   * @param connections at most, for each node
   * @param timeout of connecting and of an answer
   * @throws redis.clients.jedis.exceptions.JedisException if no node of a cluster answers
   */
  public UnifiedJedis connect(int connections, Duration timeout) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(timeout);
    int millis = Math.toIntExact(timeout.toMillis());
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis);
    if (cluster) {
      return RedisClusterClient.builder()
          .nodes(nodes)
          .clientConfig(client.build())
          .poolConfig(pool)
          .build();
    }
    URI uri = URI.create(text);
    return RedisClient.builder()
        .hostAndPort(nodes.iterator().next())
        .clientConfig(
            client
                .ssl(JedisURIHelper.isRedisSSLScheme(uri))
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .build())
        .poolConfig(pool)
        .build();
  }

  /** Host and port of each node, without passwords: for messages. */
  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Redis at ");
    String separator = "";
    for (HostAndPort node : nodes) {
      names.append(separator).append(node);
      separator = ",";
    }
    return names.toString();
  }
}
