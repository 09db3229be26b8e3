package io.wattflow.services.analytics.cache;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.ChannelSubscriber;
import io.wattflow.cache.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What writers evict and what other instances load, heard at Redis. */
final class CacheMessages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheMessages.class);

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

  private final ChannelSubscriber subscriber;

  CacheMessages(RedisAddress address, Duration timeout, Listener listener, Clock clock) {
    this.subscriber =
        new ChannelSubscriber(
            address,
            timeout,
            "evictions",
            List.of(CacheKeys.EVICTIONS, CacheKeys.LOADED),
            new Reader(listener),
            clock);
  }

  void start() {
    subscriber.start();
  }

  /** Why nothing is heard; null while messages are heard. */
  @Nullable String trouble() {
    return subscriber.trouble();
  }

  @Override
  public void close() {
    subscriber.close();
  }

  /** Reads messages. */
  private record Reader(Listener listener) implements ChannelSubscriber.Listener {
    @Override
    public void heard() {
      listener.heard();
    }

    @Override
    public void unheard(long since) {
      listener.unheard(since);
    }

    @Override
    public void message(String channel, String message) {
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
  }
}
