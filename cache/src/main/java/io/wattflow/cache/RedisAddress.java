package io.wattflow.cache;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Where Redis is: one server, or a cluster by some of its nodes. One option names both.
 *
 * <pre>
 * redis://host:6379              one server; user:password@ before the host, /1 for database 1
 * redis-cluster://a:7000,b:7000  a cluster; user:password@ before the first node, for all of them
 * rediss://, rediss-cluster://   the same over TLS
 * </pre>
 *
 * @param text as it was written, complete with the port
 * @param nodes at least one
 * @param cluster whether it is a cluster
 */
public record RedisAddress(String text, Set<HostAndPort> nodes, boolean cluster)
    implements Serializable {
  /** How an address is written. */
  public static final String FORMS =
      "redis://host:port, rediss://user:password@host:port/database or"
          + " redis-cluster://host:port,host:port";

  /** The same for a message about one that is of another form. */
  public static final String RULE = "write " + FORMS;

  private static final Pattern CLUSTER = Pattern.compile("(rediss?)-cluster://(.*)");
  private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,4}");
  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_PORT = 65_535;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is of another form; the message is the rule and does not
   *     quote the text, which may hold a password
   */
  public static RedisAddress parse(String text) {
    String address = text.strip();
    Matcher cluster = CLUSTER.matcher(address);
    if (cluster.matches()) {
      Set<HostAndPort> nodes = new LinkedHashSet<>();
      for (String node : cluster.group(2).split(",", -1)) {
        URI uri = uri(cluster.group(1) + "://" + node);
        // All have the credentials of the first, and a cluster has no databases.
        if (!uri.getRawPath().isEmpty() || (uri.getRawUserInfo() != null && !nodes.isEmpty())) {
          throw new IllegalArgumentException(RULE);
        }
        nodes.add(node(uri));
      }
      return new RedisAddress(address, nodes, true);
    }
    URI uri = uri(address);
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
    boolean valid =
        host != null
            && ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
            && uri.getPort() <= MAX_PORT
            && DATABASE.matcher(uri.getRawPath()).matches();
    if (host == null || !valid) {
      throw new IllegalArgumentException(RULE);
    }
    return new HostAndPort(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
  }

  /** Scheme, credentials and database, as of one server. */
  private URI credentials() {
    Matcher matcher = CLUSTER.matcher(text);
    return URI.create(
        matcher.matches() ? matcher.group(1) + "://" + matcher.group(2).split(",", -1)[0] : text);
  }

  /**
   * A client. It connects when first used; of a cluster at least one node has to answer now.
   *
   * <p>A connection that a restart of Redis has cut fails no call: each is tried with a PING before
   * it is used, which costs a round trip.
   *
   * @param connections at most, for each node
   * @param timeout of connecting and of an answer
   * @throws redis.clients.jedis.exceptions.JedisException if no node of a cluster answers
   */
  public UnifiedJedis connect(int connections, Duration timeout) {
    return connect(connections, timeout, Duration.ZERO);
  }

  /**
   * A client as of {@link #connect(int, Duration)} whose subscriptions fail when nothing is heard.
   *
   * @param silence after which a subscription fails; zero: never
   * @throws redis.clients.jedis.exceptions.JedisException if no node of a cluster answers
   */
  UnifiedJedis connect(int connections, Duration timeout, Duration silence) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(timeout);
    pool.setTestOnBorrow(true);
    URI uri = credentials();
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .timeoutMillis(Math.toIntExact(timeout.toMillis()))
            .blockingSocketTimeoutMillis(Math.toIntExact(silence.toMillis()))
            .user(JedisURIHelper.getUser(uri))
            .password(JedisURIHelper.getPassword(uri))
            .database(JedisURIHelper.getDBIndex(uri));
    if (JedisURIHelper.isRedisSSLScheme(uri)) {
      // The defaults check the certificate and the name of the host.
      client.sslOptions(SslOptions.defaults());
    }
    return cluster
        ? RedisClusterClient.builder()
            .nodes(nodes)
            .clientConfig(client.build())
            .poolConfig(pool)
            .build()
        : RedisClient.builder()
            .hostAndPort(nodes.iterator().next())
            .clientConfig(client.build())
            .poolConfig(pool)
            .build();
  }

  /**
   * Asks whether it is there, and lets us in.
   *
   * @param timeout of connecting and of the answer
   * @throws redis.clients.jedis.exceptions.JedisException if not
   */
  public void check(Duration timeout) {
    try (UnifiedJedis redis = connect(1, timeout)) {
      // A question about a key, which in a cluster one node has to answer.
      redis.exists(CacheKeys.WATCHED);
    }
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
