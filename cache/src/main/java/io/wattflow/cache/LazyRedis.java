package io.wattflow.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A client that is made when it is first needed: making that of a cluster wants a node that
 * answers, and whoever waits while Redis is away can only wait within a call. Safe for use by
 * several threads, which do not wait for each other.
 */
public final class LazyRedis implements AutoCloseable {
  private final RedisAddress address;
  private final int connections;
  private final Duration timeout;
  private volatile @Nullable UnifiedJedis client;
  private boolean closed;

  /** See {@link RedisAddress#connect}, which is called later. */
  public LazyRedis(RedisAddress address, int connections, Duration timeout) {
    this.address = address;
    this.connections = connections;
    this.timeout = timeout;
  }

  /**
   * The client, the same each time.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if no node of a cluster answers, or this
   *     is closed
   */
  public UnifiedJedis get() {
    UnifiedJedis known = client;
    if (known != null) {
      return known;
    }
    // Outside the lock: while Redis is away it takes the whole timeout, and one after the other
    // would take a multiple of it.
    UnifiedJedis made = address.connect(connections, timeout);
    UnifiedJedis kept = keep(made);
    if (kept == made) {
      return made;
    }
    made.close();
    if (kept == null) {
      throw new JedisConnectionException(address + ": the client is closed");
    }
    return kept;
  }

  /** The client from now on: this one, unless another thread was faster; null: closed. */
  private synchronized @Nullable UnifiedJedis keep(UnifiedJedis made) {
    if (client == null && !closed) {
      client = made;
    }
    return client;
  }

  @Override
  public synchronized void close() {
    closed = true;
    UnifiedJedis made = client;
    if (made != null) {
      made.close();
    }
  }
}
