package io.wattflow.services.analytics.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.cache.AlertChannel;
import io.wattflow.cache.RedisAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Live alerts from {@link AlertChannel}, handed on to whoever listens for their user.
 *
 * <p>A channel loses what nobody hears: listeners are told when the subscription has begun or begun
 * again, and ask ClickHouse then. Thread-safe; listeners are called on the feed's own thread and
 * must not block it.
 */
public final class AlertFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertFeed.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final RedisAddress address;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean subscribed;
  private volatile @Nullable Subscription subscription;

  /** Hears of alerts. */
  public interface Listener {
    /** Whether alerts of this user are meant for it. */
    boolean wants(long userId);

    /**
     * An alert has been raised or has changed.
     *
     * @param alert as it was published, on one line
     */
    void alert(JsonNode alert);

    /** Alerts may have been missed; from now on they are heard again. */
    void subscribed();

    /** Alerts are not heard at the moment. */
    void interrupted();

    /** The feed ends. */
    void closing();
  }

  /** Subscribes in the background, now and whenever the connection was lost. */
  public AlertFeed(RedisAddress address) {
    this.address = address;
    this.thread = new Thread(this::run, "alert-feed");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether alerts are heard at the moment. */
  public boolean isSubscribed() {
    return subscribed;
  }

  /** Whether {@link #close} has been called. */
  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** From now on the listener is called. */
  public void add(Listener listener) {
    listeners.add(listener);
  }

  /** The listener is not called any more, but for a call that is under way. */
  public void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** How many listen. */
  public int listeners() {
    return listeners.size();
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosed()) {
      Subscription current = new Subscription();
      subscription = current;
      try (UnifiedJedis redis = address.connect(1, TIMEOUT)) {
        // Returns when the subscription ends: told to, or with the connection.
        redis.subscribe(current, AlertChannel.NAME);
      } catch (JedisException e) {
        if (!isClosed()) {
          LOG.warn("live alerts are not heard, trying again: {}", e.getMessage());
        }
      }
      pause = subscribed ? FIRST_PAUSE_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
      if (subscribed) {
        subscribed = false;
        listeners.forEach(Listener::interrupted);
      }
      try {
        if (closed.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private final class Subscription extends JedisPubSub {
    @Override
    public void onSubscribe(String channel, int channels) {
      subscribed = true;
      if (isClosed()) {
        unsubscribe();
      } else {
        listeners.forEach(Listener::subscribed);
      }
    }

    @Override
    public void onMessage(String channel, String message) {
      JsonNode alert;
      try {
        alert = JSON.readTree(message);
      } catch (JsonProcessingException e) {
        LOG.warn("not an alert on {}: {}", channel, e.getOriginalMessage());
        return;
      }
      long userId = alert.path("user_id").asLong();
      for (Listener listener : listeners) {
        if (listener.wants(userId)) {
          listener.alert(alert);
        }
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    listeners.forEach(Listener::closing);
    Subscription current = subscription;
    if (subscribed && current != null) {
      try {
        current.unsubscribe();
      } catch (JedisException e) {
        LOG.debug("the subscription was gone already: {}", e.toString());
      }
    }
    thread.interrupt();
  }
}
