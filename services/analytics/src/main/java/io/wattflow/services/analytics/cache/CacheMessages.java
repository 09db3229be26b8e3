package io.wattflow.services.analytics.cache;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Listens to what writers evict and what other instances load, on a thread of its own; of a cluster
 * at any of its nodes. A connection that says nothing is noticed too: it is asked every second for
 * a sign of life. One that is lost is made again, at first at once and then every two seconds.
 */
final class CacheMessages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheMessages.class);

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** Who is told; on the listening thread, one call after the other. */
  interface Listener {
    /** Messages are heard from now on; earlier ones may have been missed. */
    void heard();

    /**
     * No messages are heard any more.
     *
     * @param since when Redis was last heard, in epoch ms
     */
    void unheard(long since);

    /** Rows have changed, and the answers in Redis that they change have been evicted. */
    void changed(List<Change> changes);

    /** An instance has loaded an answer, or has given up to do so. */
    void loaded(AnswerKey key);
  }

  private final RedisAddress address;
  private final Duration timeout;
  private final Listener listener;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService signs;
  private final Thread thread;
  private volatile @Nullable Subscription subscription;
  private volatile @Nullable String trouble;

  CacheMessages(RedisAddress address, Duration timeout, Listener listener, Clock clock) {
    this.address = address;
    this.timeout = timeout;
    this.listener = listener;
    this.clock = clock;
    this.trouble = "not connected yet";
    this.thread = daemon(this::listen, "cache-messages");
    this.signs = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "cache-signs"));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    thread.start();
    long period = SIGN_OF_LIFE.toMillis();
    var unused =
        signs.scheduleWithFixedDelay(this::askForASign, period, period, TimeUnit.MILLISECONDS);
  }

  /** Why nothing is heard; null while messages are heard. */
  @Nullable String trouble() {
    return trouble;
  }

  private void listen() {
    Duration pause = FIRST_PAUSE;
    while (closed.getCount() > 0) {
      Subscription current = new Subscription();
      String reason = "the subscription has ended";
      try (UnifiedJedis redis = address.connect(1, timeout, SILENCE)) {
        subscription = current;
        redis.subscribe(current, CacheKeys.EVICTIONS, CacheKeys.LOADED);
      } catch (JedisException e) {
        reason = String.valueOf(e.getMessage());
      } finally {
        // Also if this thread ends by a fault of ours: then nothing is heard any more.
        subscription = null;
        current.end(reason);
      }
      pause = current.lastHeard > 0 ? FIRST_PAUSE : longer(pause);
      if (isClosedAfter(pause)) {
        return;
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private boolean isClosedAfter(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void askForASign() {
    Subscription current = subscription;
    if (current != null && current.isSubscribed()) {
      try {
        // Not a ping: Jedis may read its answer before it knows that it waits for one, and fails.
        current.subscribe(CacheKeys.EVICTIONS);
      } catch (JedisException e) {
        // Whoever reads from the connection will notice as well.
        LOG.debug("{} cannot be asked for a sign of life: {}", address, e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    signs.shutdownNow();
    Subscription current = subscription;
    if (current != null && current.isSubscribed()) {
      try {
        current.unsubscribe();
      } catch (JedisException e) {
        LOG.debug("{}: the subscription was lost already: {}", address, e.getMessage());
      }
    }
  }

  private final class Subscription extends JedisPubSub {
    private static final int CHANNELS = 2;

    // In epoch ms; 0: never.
    private volatile long lastHeard;
    private boolean complete;

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      lastHeard = clock.millis();
      // Later ones are the signs of life.
      if (subscribedChannels == CHANNELS && !complete) {
        complete = true;
        listener.heard();
        trouble = null;
        LOG.info("{}: evictions are heard", address);
      }
    }

    @Override
    public void onMessage(String channel, String message) {
      lastHeard = clock.millis();
      if (channel.equals(CacheKeys.LOADED)) {
        AnswerKey key = LoadedMessage.read(message);
        if (key != null) {
          listener.loaded(key);
        }
      } else {
        changed(message);
      }
    }

    private void changed(String message) {
      List<Change> changes;
      try {
        changes = ChangeLines.read(message);
      } catch (IllegalArgumentException e) {
        LOG.warn("an eviction that cannot be read is taken for one of everything", e);
        listener.heard();
        return;
      }
      listener.changed(changes);
    }

    void end(String reason) {
      trouble = reason;
      if (complete) {
        listener.unheard(lastHeard);
        if (closed.getCount() > 0) {
          LOG.warn("{}: evictions are not heard any more: {}", address, reason);
        }
      }
    }
  }
}
