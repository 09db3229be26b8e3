package io.wattflow.services.analytics.store;

import com.clickhouse.client.api.ClickHouseException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the servers of a layout.
 *
 * <p>Within one call a question goes to one server after the other until one answers, each at most
 * once. What counts as a server's failure, and is asked elsewhere, is in {@link Failure}; a
 * question that no server would answer is a fault of the code, and throws {@link
 * IllegalStateException} without being asked again. The pools bound how many questions a server has
 * at once: whoever finds none free goes on to the next server.
 */
public final class ClusterStore implements Store {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** Of one statement: its cost is then that of its rows, and it still takes a moment only. */
  private static final int MOST_USERS = 32;

  /** Of those for whom nobody waits. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /** Statements of one kind; with fewer, more users share one, and each waits longer. */
  private static final int SIDE_BY_SIDE_OF_A_KIND = 2;

  private static final int PROBING = 16;

  private final ClusterLayout layout;
  private final Duration longestAdHoc;
  private final List<Shard> shards;
  private final Gatherings gatherings = new Gatherings(MOST_USERS, SIDE_BY_SIDE_OF_A_KIND);
  private final ScheduledExecutorService probes;

  /**
   * What can be asked together. Who is in a hurry is asked for neither with those who are not, for
   * a large statement takes longer, nor after them.
   */
  private record Gathering(
      int shard, Freshness freshness, boolean hurried, SharedQuestion<?> question) {}

  /**
   * A shard.
   *
   * @param unhurried a permit to ask for those for whom nobody waits
   */
  private record Shard(
      int number, List<ShardServer> servers, ReadOrder<ShardServer> order, Semaphore unhurried) {}

  private ClusterStore(ClusterLayout layout, StoreSettings settings) {
    this.layout = layout;
    this.longestAdHoc = settings.longestAdHoc();
    List<Shard> opened = new ArrayList<>();
    for (int i = 0; i < layout.shards().size(); i++) {
      int number = i;
      List<ShardServer> servers =
          layout.shards().get(i).servers().stream()
              .map(server -> new ShardServer(number, server, layout, settings))
              .toList();
      opened.add(
          new Shard(
              number,
              servers,
              new ReadOrder<>(servers, ShardServer::weight, ShardServer::master),
              new Semaphore(1, true)));
    }
    this.shards = List.copyOf(opened);
    List<ShardServer> all = all().toList();
    // One that hangs must not keep the others from being found.
    this.probes = Executors.newScheduledThreadPool(Math.min(PROBING, all.size()), daemons());
    long millis = settings.probe().toMillis();
    for (ShardServer server : all) {
      var unused =
          probes.scheduleWithFixedDelay(server::probe, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Opens pools to every server of a layout; none of them needs to answer yet. */
  public static ClusterStore open(ClusterLayout layout, StoreSettings settings) {
    return new ClusterStore(layout, settings);
  }

  private static ThreadFactory daemons() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "store-probe-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private Stream<ShardServer> all() {
    return shards.stream().flatMap(shard -> shard.servers().stream());
  }

  /** Every server, shard by shard, the master first. */
  public List<ServerStatus> servers() {
    return all().map(ShardServer::status).toList();
  }

  @Override
  public <T> T ask(long userId, Freshness freshness, Question<T> question) throws StoreException {
    return ask(shards.get(layout.shardOf(userId)), freshness, question);
  }

  @Override
  public <T> Optional<T> ask(long userId, Freshness freshness, SharedQuestion<T> question)
      throws StoreException {
    return askTogether(userId, freshness, question, Duration.ZERO);
  }

  private <T> Optional<T> askTogether(
      long userId, Freshness freshness, SharedQuestion<T> question, Duration patience)
      throws StoreException {
    Shard shard = shards.get(layout.shardOf(userId));
    return gatherings.ask(
        new Gathering(shard.number(), freshness, patience.isZero(), question),
        userId,
        patience,
        users ->
            patience.isZero()
                ? ask(shard, freshness, question, users)
                : inTurn(shard, freshness, question, users));
  }

  private static <T> Map<Long, T> ask(
      Shard shard, Freshness freshness, SharedQuestion<T> question, List<Long> users)
      throws StoreException {
    return ask(shard, freshness, connection -> question.ask(connection, users));
  }

  /** One after the other, of whatever kind: what nobody waits for must not fill the processors. */
  private static <T> Map<Long, T> inTurn(
      Shard shard, Freshness freshness, SharedQuestion<T> question, List<Long> users)
      throws StoreException {
    shard.unhurried().acquireUninterruptibly();
    try {
      return ask(shard, freshness, question, users);
    } finally {
      shard.unhurried().release();
    }
  }

  @Override
  public Store unhurried() {
    return new Unhurried();
  }

  private final class Unhurried implements Store {
    @Override
    public <T> T ask(long userId, Freshness freshness, Question<T> question) throws StoreException {
      return ClusterStore.this.ask(userId, freshness, question);
    }

    @Override
    public <T> Optional<T> ask(long userId, Freshness freshness, SharedQuestion<T> question)
        throws StoreException {
      return askTogether(userId, freshness, question, PATIENCE);
    }

    @Override
    public Store unhurried() {
      return this;
    }

    @Override
    public void close() {
      ClusterStore.this.close();
    }
  }

  private static <T> T ask(Shard shard, Freshness freshness, Question<T> question)
      throws StoreException {
    try {
      return ask(shard, freshness, server -> server.dashboards().ask(question), Failure::of);
    } catch (QueryRefusedException e) {
      throw new IllegalStateException("a question without limits has none to exceed", e);
    }
  }

  /**
   * Asks an ad-hoc question, of any answer's size within the limits, from a small pool of its own.
   * Statements made on the connection have the limits as settings; {@code Statement.cancel} of
   * another thread ends them.
   *
   * @throws IllegalArgumentException if the limits allow more time than the store's settings
   * @throws QueryRefusedException if a limit or {@code cancel} ended it
   * @throws StoreException if no server of the shard answers
   */
  public <T> T ask(long userId, QueryLimits limits, Question<T> question)
      throws StoreException, QueryRefusedException {
    if (limits.maxTime().compareTo(longestAdHoc) > 0) {
      throw new IllegalArgumentException(
          "maxTime must not exceed " + longestAdHoc + ": " + limits.maxTime());
    }
    return ask(
        shards.get(layout.shardOf(userId)),
        Freshness.REPLICA,
        server -> server.adHoc().ask(limits, question),
        Failure::ofLimited);
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T on(ShardServer server) throws SQLException;
  }

  private static <T> T ask(
      Shard shard, Freshness freshness, Attempt<T> attempt, Function<Exception, Failure> verdict)
      throws StoreException, QueryRefusedException {
    RandomGenerator random = ThreadLocalRandom.current();
    Exception last = null;
    for (ShardServer server : shard.order().draw(freshness, random)) {
      if (!server.tryPermission()) {
        continue;
      }
      long began = System.nanoTime();
      boolean told = false;
      try {
        T answer = attempt.on(server);
        told = true;
        server.succeeded(System.nanoTime() - began);
        return answer;
      } catch (SQLException | ClickHouseException e) {
        told = true;
        judge(server, verdict.apply(e), e, System.nanoTime() - began);
        last = e;
      } finally {
        if (!told) {
          server.undecided();
        }
      }
    }
    throw nobody(shard, last);
  }

  /** Returns if another server may be asked. */
  private static void judge(ShardServer server, Failure failure, Exception e, long nanos)
      throws StoreException, QueryRefusedException {
    switch (failure) {
      case SERVER -> server.failed(nanos, e);
      case BUSY -> {
        server.undecided();
        if (Thread.currentThread().isInterrupted()) {
          throw new StoreException("interrupted", AT_ONCE, e);
        }
      }
      case LIMIT -> {
        server.succeeded(nanos);
        QueryRefusedException.Reason reason = Failure.reason(e);
        throw new QueryRefusedException(
            reason == null ? QueryRefusedException.Reason.CANCELLED : reason, e);
      }
      case QUESTION -> {
        server.succeeded(nanos);
        throw new IllegalStateException(
            "a question that " + server.address() + " cannot answer: " + e.getMessage(), e);
      }
    }
  }

  private static StoreException nobody(Shard shard, @Nullable Exception last) {
    Duration soonest =
        shard.servers().stream()
            .map(ShardServer::restLeft)
            .min(Duration::compareTo)
            .orElse(Duration.ZERO);
    String addresses =
        String.join(", ", shard.servers().stream().map(ShardServer::address).toList());
    String why = last == null ? "left alone after failures" : "did not answer";
    return new StoreException(
        "no server of shard %d can be asked now: %s %s".formatted(shard.number(), addresses, why),
        soonest.compareTo(AT_ONCE) < 0 ? AT_ONCE : soonest,
        last);
  }

  @Override
  public void close() {
    probes.shutdownNow();
    all().forEach(ShardServer::close);
  }
}
