package io.wattflow.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * A client that is made when it is first needed: making that of a cluster wants a node that
 * answers, and whoever waits while Redis is away can only wait within a call. Safe for use by
 * several threads.
 */
public final class LazyRedis implements AutoCloseable {
  private final RedisAddress address;
  private final int connections;
  private final Duration timeout;
  private @Nullable UnifiedJedis client;

  /** See {@link RedisAddress#connect}, which is called later. */
  public LazyRedis(RedisAddress address, int connections, Duration timeout) {
    this.address = address;
    this.connections = connections;
    this.timeout = timeout;
  }

  /**
   * The client, the same each time.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if no node of a cluster answers
   */
  public synchronized UnifiedJedis get() {
    UnifiedJedis made = client;
    if (made == null) {
      made = address.connect(connections, timeout);
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
