package io.wattflow.services.ingestion.auth;

import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * API keys in Redis: a hash {@code wattflow:api-key:<id>} for each, with the fields of the file
 * store, and the set {@code wattflow:api-keys} of the ids.
 *
 * <p>The hashes have no time to live, not even those of keys that expire: a Redis that is full
 * evicts what has one, and a key must not vanish for that.
 *
 * <p>Lookups run on a few threads of this store's own, behind a bounded queue; a lookup that finds
 * the queue full fails at once. Writes are as durable as the server's append-only file: with its
 * usual setting, a kill may cost the last second or two.
 */
public final class RedisApiKeyStore implements ApiKeyStore {
  static final String KEY_PREFIX = "wattflow:api-key:";
  static final String IDS = "wattflow:api-keys";
  private static final String ADDRESS_RULE =
      "write redis://host:port or rediss://user:password@host:port/database";

  private static final int THREADS = 4;
  private static final int QUEUED = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final String name;
  private final UnifiedJedis redis;
  private final ThreadPoolExecutor lookups;

  /**
   * Connects when first used, not now.
   *
   * @param address as {@link #address} gives it
   */
  RedisApiKeyStore(RedisAddress address) {
    this.name = address.toString();
    this.redis = address.connect(THREADS, TIMEOUT);
    this.lookups = lookupThreads();
  }

  /**
   * The store at an address; connects when first used, not now.
   *
   * @param url such as {@code redis://127.0.0.1:6379} or {@code rediss://user:password@host:6380/1}
   * @throws IllegalArgumentException if it is no address of one Redis, see {@link #address}
   */
  public static RedisApiKeyStore at(String url) {
    return new RedisApiKeyStore(address(url));
  }

  /**
   * The address.
   *
   * @throws IllegalArgumentException if it is no address of one Redis: a key and the set of all ids
   *     are written together, which a cluster does not do. The message is the rule and does not
   *     quote the text, which may hold a password
   */
  static RedisAddress address(String url) {
    RedisAddress address;
    try {
      address = RedisAddress.parse(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(ADDRESS_RULE, e);
    }
    if (address.cluster()) {
      throw new IllegalArgumentException(ADDRESS_RULE);
    }
    return address;
  }

  private static ThreadPoolExecutor lookupThreads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED),
            task -> {
              Thread thread = new Thread(task, "api-key-lookup-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public CompletableFuture<@Nullable ApiKey> find(String keyId) {
    CompletableFuture<@Nullable ApiKey> found = new CompletableFuture<>();
    try {
      lookups.execute(() -> find(keyId, found));
    } catch (RejectedExecutionException e) {
      found.completeExceptionally(
          new ApiKeyStoreException(name + ": too many lookups of keys wait already", e));
    }
    return found;
  }

  private void find(String keyId, CompletableFuture<@Nullable ApiKey> found) {
    if (found.isDone()) {
      // Whoever asked has given up while this was waiting.
      return;
    }
    try {
      found.complete(read(keyId));
    } catch (ApiKeyStoreException e) {
      found.completeExceptionally(e);
    }
  }

  private @Nullable ApiKey read(String keyId) {
    Map<String, String> fields = ask(() -> redis.hgetAll(KEY_PREFIX + keyId));
    return fields.isEmpty() ? null : parse(keyId, fields);
  }

  private ApiKey parse(String keyId, Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    // The id in the hash is for people; the one in its name is what counts.
    all.put(ApiKeyFields.ID, keyId);
    try {
      return ApiKeyFields.read(all);
    } catch (InvalidApiKeyException e) {
      throw new ApiKeyStoreException(
          name + ", hash " + KEY_PREFIX + keyId + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<ApiKey> list() {
    List<ApiKey> keys = new ArrayList<>();
    for (String id : ask(() -> redis.smembers(IDS))) {
      ApiKey key = read(id);
      // Null: somebody has removed it since.
      if (key != null) {
        keys.add(key);
      }
    }
    keys.sort(Comparator.comparing(ApiKey::createdAt));
    return keys;
  }

  @Override
  public void put(ApiKey key) {
    ask(
        () -> {
          try (AbstractTransaction transaction = redis.multi()) {
            // Fields of a key that is replaced must not stay.
            transaction.del(KEY_PREFIX + key.id());
            transaction.hset(KEY_PREFIX + key.id(), ApiKeyFields.write(key));
            transaction.sadd(IDS, key.id());
            return transaction.exec();
          }
        });
  }

  @Override
  public boolean remove(String keyId) {
    return ask(
        () -> {
          try (AbstractTransaction transaction = redis.multi()) {
            Response<Long> removed = transaction.del(KEY_PREFIX + keyId);
            transaction.srem(IDS, keyId);
            transaction.exec();
            return removed.get() > 0;
          }
        });
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisException e) {
      throw new ApiKeyStoreException(
          name + " does not answer: start it, or correct its address (" + e.getMessage() + ")", e);
    }
  }

  /** Lookups that still wait fail, as later ones do. */
  @Override
  public void close() {
    lookups.shutdown();
    redis.close();
  }
}
