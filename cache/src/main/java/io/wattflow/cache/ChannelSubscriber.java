package io.wattflow.cache;

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
 * Listens to channels of Redis on a thread of its own, of a cluster at any of its nodes.
 *
 * <p>A channel loses what nobody hears, so a listener is told when messages are heard and when they
 * are not. A connection that says nothing is noticed too: it is asked every second for a sign of
 * life. One that is lost is made again, at first at once and then every two seconds.
 *
 * <p>So is one whose listener has thrown: what it was told may have been lost, and it hears of that
 * as it hears of a lost connection.
 */
public final class ChannelSubscriber implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelSubscriber.class);

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * Who is told; on the listening thread, one call after the other. What it throws unchecked is
   * logged, and ends the subscription, which is made again.
   */
  public interface Listener {
    /** Messages are heard from now on; earlier ones may have been missed. */
    void heard();

    /**
     * No messages are heard any more.
     *
     * @param since when Redis was last heard, in epoch ms
     */
    void unheard(long since);

    /** A message on one of the channels. */
    void message(String channel, String message);
  }

  private final RedisAddress address;
  private final Duration timeout;
  private final String what;
  private final List<String> channels;
  private final Listener listener;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService signs;
  private final Thread thread;
  private volatile @Nullable Subscription subscription;
  private volatile @Nullable String trouble;

  /**
   * Prepares to listen; {@link #start} begins.
   *
   * @param timeout of connecting, and of answers
   * @param what messages tell of, in lower case and plural: for the log
   * @param channels at least one
   */
  public ChannelSubscriber(
      RedisAddress address,
      Duration timeout,
      String what,
      List<String> channels,
      Listener listener,
      Clock clock) {
    this.address = address;
    this.timeout = timeout;
    this.what = what;
    this.channels = List.copyOf(channels);
    this.listener = listener;
    this.clock = clock;
    this.trouble = "not connected yet";
    this.thread = daemon(this::listen, what + "-messages");
    this.signs = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, what + "-signs"));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to listen. */
  public void start() {
    thread.start();
    long period = SIGN_OF_LIFE.toMillis();
    var unused =
        signs.scheduleWithFixedDelay(this::askForASign, period, period, TimeUnit.MILLISECONDS);
  }

  /** Why nothing is heard, without passwords; null while messages are heard. */
  public @Nullable String trouble() {
    return trouble;
  }

  private void listen() {
    Duration pause = FIRST_PAUSE;
    while (closed.getCount() > 0) {
      Subscription current = new Subscription();
      String reason = "the subscription has ended";
      try (UnifiedJedis redis = address.connect(1, timeout, SILENCE)) {
        subscription = current;
        redis.subscribe(current, channels.toArray(String[]::new));
      } catch (JedisException e) {
        reason = String.valueOf(e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("{}: {} could not be taken in", address, what, e);
        reason = "a message could not be taken in: " + e;
        current.faulty = true;
      } finally {
        // Also if this thread ends by an error: then nothing is heard any more.
        subscription = null;
        current.end(reason);
      }
      pause = current.lastHeard > 0 && !current.faulty ? FIRST_PAUSE : longer(pause);
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
        current.subscribe(channels.get(0));
      } catch (JedisException e) {
        // Whoever reads from the connection will notice as well.
        LOG.debug("{} cannot be asked for a sign of life: {}", address, e.getMessage());
      } catch (RuntimeException e) {
        // Thrown out of here, it would end all later signs.
        LOG.error("{} cannot be asked for a sign of life", address, e);
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
    // In epoch ms; 0: never.
    private volatile long lastHeard;
    private boolean complete;
    private boolean faulty;

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      lastHeard = clock.millis();
      // Later ones are the signs of life.
      if (subscribedChannels == channels.size() && !complete) {
        complete = true;
        listener.heard();
        trouble = null;
        LOG.info("{}: {} are heard", address, what);
      }
    }

    @Override
    public void onMessage(String channel, String message) {
      lastHeard = clock.millis();
      listener.message(channel, message);
    }

    void end(String reason) {
      trouble = reason;
      if (complete) {
        try {
          listener.unheard(lastHeard);
        } catch (RuntimeException e) {
          LOG.error("{}: whoever hears {} has failed", address, what, e);
          faulty = true;
        }
        if (closed.getCount() > 0) {
          LOG.warn("{}: {} are not heard any more: {}", address, what, reason);
        }
      }
    }
  }
}
