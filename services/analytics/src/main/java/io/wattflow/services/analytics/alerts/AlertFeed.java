package io.wattflow.services.analytics.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.cache.AlertChannel;
import io.wattflow.cache.ChannelSubscriber;
import io.wattflow.cache.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ChannelSubscriber subscriber;
  private volatile boolean subscribed;
  private volatile boolean closed;

  /** Hears of alerts. */
  public interface Listener {
    /** Whether alerts of this user are meant for it. */
    boolean wants(long userId);

    /**
     * An alert has been raised or has changed.
     *
     * @param alert as it was published
     */
    void alert(JsonNode alert);

    /** Alerts may have been missed; from now on they are heard again. */
    void subscribed();

    /** Alerts are not heard at the moment. */
    void interrupted();

    /** The feed ends; may be told twice. */
    void closing();
  }

  /** Subscribes in the background, now and whenever the connection was lost. */
  public AlertFeed(RedisAddress address) {
    this.subscriber =
        new ChannelSubscriber(
            address,
            TIMEOUT,
            "alerts",
            List.of(AlertChannel.NAME),
            new Reader(),
            Clock.systemUTC());
    subscriber.start();
  }

  /** Whether alerts are heard at the moment. */
  public boolean isSubscribed() {
    return subscribed;
  }

  /** From now on the listener is called; at once, if the feed has ended already. */
  public void add(Listener listener) {
    listeners.add(listener);
    if (closed) {
      listener.closing();
    }
  }

  /** The listener is not called any more, but for a call that is under way. */
  public void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** How many listen. */
  public int listeners() {
    return listeners.size();
  }

  @Override
  public void close() {
    // In this order: who comes in between is told by one of the two.
    closed = true;
    listeners.forEach(Listener::closing);
    subscriber.close();
  }

  private final class Reader implements ChannelSubscriber.Listener {
    @Override
    public void heard() {
      subscribed = true;
      listeners.forEach(Listener::subscribed);
    }

    @Override
    public void unheard(long since) {
      subscribed = false;
      listeners.forEach(Listener::interrupted);
    }

    @Override
    public void message(String channel, String message) {
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
}
