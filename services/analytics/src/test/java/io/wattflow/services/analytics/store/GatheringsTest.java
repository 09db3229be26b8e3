package io.wattflow.services.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is asked for together with whom. */
class GatheringsTest {
  private static final int MOST = 4;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Gatherings gatherings = new Gatherings(MOST, 2);
  private final List<List<Long>> asked = new CopyOnWriteArrayList<>();
  // Fair: who waits for an answer has it before a group that begins after him.
  private final Semaphore mayAnswer = new Semaphore(0, true);
  private final AtomicInteger waiting = new AtomicInteger();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Map<Long, String> answer(List<Long> users) {
    asked.add(users);
    mayAnswer.acquireUninterruptibly();
    Map<Long, String> answers = new HashMap<>();
    users.stream().filter(user -> user < 100).forEach(user -> answers.put(user, "of " + user));
    return answers;
  }

  private CompletableFuture<Optional<String>> ask(Object question, long user) {
    return ask(question, user, Duration.ZERO);
  }

  private CompletableFuture<Optional<String>> ask(Object question, long user, Duration patience) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          waiting.incrementAndGet();
          try {
            answer.complete(gatherings.ask(question, user, patience, this::answer));
          } catch (StoreException | RuntimeException e) {
            answer.completeExceptionally(e);
          } finally {
            waiting.decrementAndGet();
          }
        });
    return answer;
  }

  /**
   * Until groups have been asked for, by all who have come so far.
   *
   * @param guests who have no answer yet
   * @param queued those of them who are in no group yet
   */
  private void awaitAsked(int groups, int guests, int queued) {
    await()
        .until(
            () ->
                asked.size() == groups
                    && waiting.get() == guests
                    && gatherings.waiting() == queued);
  }

  @Test
  void whoComesFirstAsksAloneAndWhoComesMeanwhileAsksTogether() throws Exception {
    List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
    for (long user = 1; user <= 2; user++) {
      answers.add(ask("hours", user));
      awaitAsked((int) user, (int) user, 0);
    }
    for (long user = 3; user <= 7; user++) {
      answers.add(ask("hours", user));
    }
    // The same user once more, and one of whom there is nothing.
    answers.add(ask("hours", 3));
    answers.add(ask("hours", 100));
    awaitAsked(2, 9, 7);
    assertThat(asked).containsExactly(List.of(1L), List.of(2L));

    mayAnswer.release(2);
    awaitAsked(4, 7, 0);
    mayAnswer.release(2);
    for (int i = 0; i < 7; i++) {
      assertThat(answers.get(i).get()).contains("of " + (i + 1));
    }
    assertThat(answers.get(7).get()).contains("of 3");
    assertThat(answers.get(8).get()).isEmpty();
    assertThat(asked).hasSize(4);
    assertThat(asked.subList(2, 4))
        .allSatisfy(group -> assertThat(group).hasSizeBetween(2, MOST).doesNotHaveDuplicates());
    assertThat(asked.stream().flatMap(List::stream)).contains(1L, 2L, 3L, 4L, 5L, 6L, 7L, 100L);
  }

  @Test
  void otherQuestionsDoNotWait() throws Exception {
    ask("hours", 1);
    ask("hours", 2);
    awaitAsked(2, 2, 0);
    ask("minutes", 1);
    awaitAsked(3, 3, 0);
    assertThat(asked.get(2)).containsExactly(1L);
    mayAnswer.release(3);
    await().until(() -> waiting.get() == 0);
  }

  @Test
  void whoHasPatienceIsAskedForWithTheNextWhoHasNone() throws Exception {
    mayAnswer.release(10);
    Duration minute = Duration.ofMinutes(1);
    List<CompletableFuture<Optional<String>>> patient =
        List.of(ask("hours", 1, minute), ask("hours", 2, minute));
    awaitAsked(0, 2, 2);
    assertThat(ask("hours", 3).get()).contains("of 3");
    assertThat(patient.get(0).get()).contains("of 1");
    assertThat(patient.get(1).get()).contains("of 2");
    assertThat(asked).hasSize(1);

    // A whole group has nobody to wait for.
    await().until(() -> waiting.get() == 0);
    for (long user = 1; user <= MOST; user++) {
      patient = List.of(ask("hours", user, minute));
    }
    assertThat(patient.get(0).get()).contains("of " + MOST);
    assertThat(asked).hasSize(2);
  }

  @Test
  void patienceEnds() throws Exception {
    mayAnswer.release();
    List<CompletableFuture<Optional<String>>> answers =
        List.of(ask("hours", 1, Duration.ofMillis(500)), ask("hours", 2, Duration.ofMinutes(1)));
    assertThat(answers.get(0).get()).contains("of 1");
    assertThat(answers.get(1).get()).contains("of 2");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aFailureIsToldToEachOfTheGroupAndTheNextOneIsAsked() throws Exception {
    List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
    Semaphore mayFail = new Semaphore(0);
    Gatherings.Asker<String> failing =
        users -> {
          asked.add(users);
          mayFail.acquireUninterruptibly();
          throw new StoreException("the store is away", Duration.ofSeconds(7), null);
        };
    for (int i = 1; i <= 5; i++) {
      long user = i;
      CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
      answers.add(answer);
      threads.execute(
          () -> {
            waiting.incrementAndGet();
            try {
              answer.complete(gatherings.ask("hours", user, Duration.ZERO, failing));
            } catch (StoreException | RuntimeException e) {
              answer.completeExceptionally(e);
            }
          });
      awaitAsked(Math.min(i, 2), i, Math.max(0, i - 2));
    }
    mayFail.release(3);
    for (CompletableFuture<Optional<String>> answer : answers) {
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e).hasMessage("the store is away");
                assertThat(e.retryAfter()).hasSeconds(7);
              });
    }
    assertThat(asked).hasSize(3);
    assertThat(asked.get(2)).containsExactly(3L, 4L, 5L);

    mayAnswer.release();
    assertThat(ask("hours", 6).get()).contains("of 6");
  }
}
