package io.wattflow.services.analytics.store;

import io.wattflow.services.analytics.store.Store.Freshness;
import io.wattflow.services.analytics.store.Store.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.awaitility.Awaitility;

/** People who ask without a pause, and check what they are told: ten times the number of a user. */
final class AskingLoad implements AutoCloseable {
  private static final int PEOPLE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Thread> people = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private volatile boolean ended;

  private AskingLoad() {}

  static AskingLoad start(ClusterStore store, int users, LongFunction<Question<Long>> question) {
    AskingLoad load = new AskingLoad();
    for (int i = 0; i < PEOPLE; i++) {
      SplittableRandom random = new SplittableRandom(i);
      Thread person = new Thread(() -> load.ask(store, users, random, question), "person-" + i);
      load.people.add(person);
      person.start();
    }
    return load;
  }

  private void ask(
      ClusterStore store,
      int users,
      SplittableRandom random,
      LongFunction<Question<Long>> question) {
    while (!ended) {
      long user = random.nextInt(users);
      long began = System.nanoTime();
      try {
        long energy = store.ask(user, Freshness.REPLICA, question.apply(user));
        if (energy != user * 10) {
          failures.add(new AssertionError("user " + user + ": " + energy));
        }
        answers.incrementAndGet();
      } catch (StoreException | IllegalStateException e) {
        failures.add(e);
      }
      slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    }
  }

  /** Waits for so many more. */
  void awaitAnswers(long more) {
    long wanted = answers.get() + more;
    Awaitility.await().atMost(PATIENCE).until(() -> answers.get() >= wanted);
  }

  long answers() {
    return answers.get();
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  void forgetSlowest() {
    slowestNanos.set(0);
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    for (Thread person : people) {
      person.join();
    }
  }
}
