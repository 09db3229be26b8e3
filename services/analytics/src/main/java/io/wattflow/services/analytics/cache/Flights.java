package io.wattflow.services.analytics.cache;

import io.wattflow.services.analytics.cache.Flight.Outcome;
import io.wattflow.services.analytics.cache.Flight.Result;
import io.wattflow.services.analytics.cache.NearAnswers.Entry;
import io.wattflow.services.analytics.cache.NearAnswers.Fence;
import io.wattflow.services.analytics.cache.Served.Tier;
import io.wattflow.services.analytics.cache.SharedAnswers.Look;
import io.wattflow.services.analytics.cache.SharedAnswers.Store;
import io.wattflow.services.analytics.metrics.CacheMetrics;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches answers that are not in this process: from Redis, from another instance that loads the
 * answer, or from the store; one flight for each answer, on a bounded number of threads. Those that
 * load are others than those that ask Redis: a store that is slow delays no answer that Redis has.
 *
 * <p>What makes sure that no answer from before a change outlives it, in the order of a load:
 *
 * <ol>
 *   <li>a {@link Fence} is open, so that changes told from now on keep the answer out of {@link
 *       NearAnswers};
 *   <li>the user's epoch is read, and it decides whether Redis takes the answer;
 *   <li>the user is entered among those whose changes are told;
 *   <li>the store is asked.
 * </ol>
 *
 * Rows that become visible after that are told; rows from before it are in the answer.
 */
final class Flights implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Flights.class);

  /** How long it is known that something does not exist. */
  static final Duration NEGATIVE = Duration.ofSeconds(30);

  // Clocks of readers and writers may differ by less than this.
  private static final Duration CLOCKS_APART = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration END = Duration.ofSeconds(5);

  private final CacheSettings settings;
  private final NearAnswers near;
  private final SharedAnswers shared;
  private final CacheMetrics metrics;
  private final Clock clock;
  private final ThreadPoolExecutor lookers;
  private final ThreadPoolExecutor loaders;
  private final ThreadPoolExecutor refreshers;
  private final ConcurrentMap<AnswerKey, Flight> flights = new ConcurrentHashMap<>();
  private final ConcurrentMap<Flight, Fence> fences = new ConcurrentHashMap<>();
  private final String instance = UUID.randomUUID().toString();
  private final AtomicLong number = new AtomicLong();

  Flights(
      CacheSettings settings,
      NearAnswers near,
      SharedAnswers shared,
      CacheMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.near = near;
    this.shared = shared;
    this.metrics = metrics;
    this.clock = clock;
    this.lookers = threads("answers-look-", settings.threads(), settings.queued());
    this.loaders = threads("answers-load-", settings.loaders(), settings.queued());
    // Of their own, so that nobody waits behind answers that nobody waits for.
    this.refreshers = threads("answers-refresh-", settings.loaders(), settings.queued());
  }

  private static ThreadPoolExecutor threads(String name, int most, int queued) {
    AtomicLong number = new AtomicLong();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            most,
            most,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queued),
            task -> {
              Thread thread = new Thread(task, name + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * The flight that fetches an answer; a new one if there is none. Never waits.
   *
   * @param stale what may be shown if no fresh one can be had; null: nothing
   * @param awaited whether somebody waits for it
   */
  Flight fly(AnswerKey key, AnswerLoader loader, @Nullable CachedAnswer stale, boolean awaited) {
    Flight flight = new Flight(key, loader, instance + '-' + number.incrementAndGet(), stale);
    Flight running = flights.putIfAbsent(key, flight);
    Flight answering = running == null ? flight : running;
    if (awaited) {
      answering.await();
    }
    if (running != null) {
      return running;
    }
    fences.put(
        flight,
        near.open(
            key.userId(),
            () -> {
              flights.remove(key, flight);
              flight.overtake();
            }));
    submit(flight, lookers, this::look);
    return flight;
  }

  /** An instance has loaded the answer, or has given up to do so. */
  void wake(AnswerKey key) {
    Flight flight = flights.get(key);
    if (flight != null) {
      flight.wake();
    }
  }

  private void submit(Flight flight, Executor threads, Consumer<Flight> step) {
    try {
      threads.execute(() -> run(flight, step));
    } catch (RejectedExecutionException e) {
      fail(flight, new AnswersBusyException(e));
      release(flight);
    }
  }

  private void run(Flight flight, Consumer<Flight> step) {
    try {
      step.accept(flight);
    } catch (RuntimeException | Error e) {
      // Whoever waits must hear of a fault of ours too, and nobody else wait for its lease to end.
      LOG.error("an answer could not be fetched", e);
      fail(flight, e);
      release(flight);
    }
  }

  private void look(Flight flight) {
    Entry entry = near.find(flight.key());
    if (entry != null && near.isFresh(entry, clock.millis())) {
      // The flight before this one brought it.
      land(flight, new Outcome(entry.cached(), Tier.L1, Result.NEAR));
      return;
    }
    // From before Redis is asked, so that no message is missed while it answers.
    CompletableFuture<@Nullable Void> wake = flight.sleep();
    Look look = lookOrLease(flight);
    if (look == null) {
      submit(flight, loadersOf(flight), loading -> load(loading, null));
      return;
    }
    flight.leased(look.leased());
    CachedAnswer cached = look.cached();
    if (cached != null && cached.isFresh(clock.millis())) {
      release(flight);
      near.keep(flight.key(), cached, look.dependencies(), fence(flight), true);
      Result result = flight.hasWaited() ? Result.MISS : Result.SHARED;
      land(flight, new Outcome(cached, Tier.L2, result));
      return;
    }
    long patience = look.leased() ? 0 : flight.patienceNanos(settings.patience());
    if (patience > 0) {
      long lease = TimeUnit.MILLISECONDS.toNanos(look.leaseMillis() + 1);
      await(flight, wake, Math.min(patience, lease));
    } else {
      submit(flight, loadersOf(flight), loading -> load(loading, look));
    }
  }

  private Executor loadersOf(Flight flight) {
    return flight.isAwaited() ? loaders : refreshers;
  }

  /** A fresh answer, or the lease to load one, or neither; null if Redis is away. */
  private @Nullable Look lookOrLease(Flight flight) {
    Look look = shared.look(flight.key(), flight.token(), false);
    if (look == null || look.leased()) {
      return look;
    }
    CachedAnswer cached = look.cached();
    long now = clock.millis();
    if (cached == null ? look.leaseMillis() > 0 : cached.isFresh(now)) {
      return look;
    }
    if (cached != null && cached.isStale(now)) {
      flight.show(cached);
    }
    // Redis has one that is stale or cannot be read, and gives no lease beside it unasked.
    return shared.look(flight.key(), flight.token(), true);
  }

  private void await(Flight flight, CompletableFuture<@Nullable Void> wake, long nanos) {
    boolean told = near.isHearing() && !flight.isOvertaken();
    long most = told ? nanos : Math.min(nanos, POLL.toNanos());
    var unused =
        wake.completeOnTimeout(null, most, TimeUnit.NANOSECONDS)
            .whenComplete((nothing, failure) -> submit(flight, lookers, this::look));
  }

  /**
   * Asks the store.
   *
   * @param look what Redis had; null if it is away
   */
  private void load(Flight flight, @Nullable Look look) {
    try {
      CachedAnswer cached = look == null ? loadAlone(flight) : loadForAll(flight, look);
      land(flight, new Outcome(cached, Tier.STORE, Result.MISS));
    } catch (StoreException e) {
      metrics.loadFailed();
      fail(flight, e);
    } catch (RuntimeException e) {
      metrics.loadFailed();
      throw e;
    } finally {
      release(flight);
    }
  }

  /** Nobody would tell of a change, so the answer is kept here for a moment only. */
  private CachedAnswer loadAlone(Flight flight) throws StoreException {
    long begun = clock.millis();
    Loaded loaded = ask(flight, false);
    CachedAnswer cached = stamped(loaded, begun);
    near.keep(flight.key(), cached, loaded.dependencies(), fence(flight), false);
    return cached;
  }

  private CachedAnswer loadForAll(Flight flight, Look look) throws StoreException {
    long begun = clock.millis();
    if (!shared.watch(flight.key().userId(), begun + longestLife().toMillis(), begun)) {
      return loadAlone(flight);
    }
    Loaded loaded = ask(flight, look.afterEviction());
    CachedAnswer cached = stamped(loaded, begun);
    Store store = store(flight, look.epoch(), cached, loaded);
    if (store == null || store.stored()) {
      near.keep(flight.key(), cached, loaded.dependencies(), fence(flight), true);
      return cached;
    }
    return reload(flight, store.epoch());
  }

  /** Rows have changed while the answer was loaded: once more, from the server that has them. */
  private CachedAnswer reload(Flight flight, String epoch) throws StoreException {
    metrics.reloaded();
    near.restart(fence(flight));
    long begun = clock.millis();
    Loaded loaded = ask(flight, true);
    CachedAnswer cached = stamped(loaded, begun);
    Store store = store(flight, epoch, cached, loaded);
    if (store == null || store.stored()) {
      near.keep(flight.key(), cached, loaded.dependencies(), fence(flight), true);
    }
    // Otherwise they have changed again. Whoever waits was here before that, and is answered.
    return cached;
  }

  private Loaded ask(Flight flight, boolean afterEviction) throws StoreException {
    long begun = System.nanoTime();
    AnswerLoader loader = flight.loader();
    Loaded loaded =
        flight.isAwaited() ? loader.load(afterEviction) : loader.loadUnhurried(afterEviction);
    metrics.loaded(System.nanoTime() - begun);
    return loaded;
  }

  private @Nullable Store store(Flight flight, String epoch, CachedAnswer cached, Loaded loaded) {
    long life = Math.max(1, cached.staleUntil() - clock.millis());
    Store store =
        shared.store(flight.key(), flight.token(), epoch, cached, loaded.dependencies(), life);
    if (store != null && store.stored()) {
      flight.leased(false);
    }
    return store;
  }

  private CachedAnswer stamped(Loaded loaded, long begun) {
    boolean negative = loaded.answer().negative();
    Duration fresh = negative ? NEGATIVE : loaded.cacheClass().timeToLive();
    Duration stale = negative ? Duration.ZERO : shorter(fresh, settings.staleWindow());
    // One that is over already is for those who wait for it.
    long validUntil = Math.max(begun, loaded.validUntil().toEpochMilli());
    long freshUntil = Math.min(begun + fresh.toMillis(), validUntil);
    long staleUntil = Math.min(freshUntil + stale.toMillis(), validUntil);
    return CachedAnswer.of(loaded.answer(), begun, freshUntil, staleUntil);
  }

  private Duration longestLife() {
    Duration fresh = CacheClass.HISTORICAL.timeToLive();
    return fresh.plus(shorter(fresh, settings.staleWindow())).plus(CLOCKS_APART);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void release(Flight flight) {
    if (flight.isLeased()) {
      flight.leased(false);
      shared.release(flight.key(), flight.token());
    }
  }

  private Fence fence(Flight flight) {
    Fence fence = fences.get(flight);
    if (fence == null) {
      throw new IllegalStateException("the flight has ended");
    }
    return fence;
  }

  private void land(Flight flight, Outcome outcome) {
    end(flight);
    flight.shown().complete(outcome);
    flight.landed().complete(outcome);
  }

  private void fail(Flight flight, Throwable failure) {
    Outcome stale = flight.staleAt(clock.millis());
    end(flight);
    if (stale == null) {
      flight.shown().completeExceptionally(failure);
    } else {
      flight.shown().complete(stale);
    }
    flight.landed().completeExceptionally(failure);
  }

  private void end(Flight flight) {
    flights.remove(flight.key(), flight);
    Fence fence = fences.remove(flight);
    if (fence != null) {
      near.close(fence);
    }
  }

  /** Answers under way have some seconds left; later ones fail. */
  @Override
  public void close() {
    lookers.shutdown();
    loaders.shutdown();
    refreshers.shutdown();
    try {
      if (!loaders.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("answers are still being loaded");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
