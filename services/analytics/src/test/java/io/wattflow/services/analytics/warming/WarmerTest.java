package io.wattflow.services.analytics.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When caches are warmed, and whose answers. */
class WarmerTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final List<Long> warmed = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Integer>> underWay = new CopyOnWriteArrayList<>();
  private final AtomicReference<Double> p95 = new AtomicReference<>(0.0);

  private CompletionStage<Integer> warm(long user) {
    warmed.add(user);
    return CompletableFuture.completedStage(4);
  }

  private CompletionStage<Integer> warmLater(long user) {
    warmed.add(user);
    CompletableFuture<Integer> loading = new CompletableFuture<>();
    underWay.add(loading);
    return loading;
  }

  @Test
  void whoWasSeenIsWarmedOnScheduleAndNobodyElse() {
    WarmingSettings settings = new WarmingSettings(Duration.ofMillis(300), 100, 4, SLOW, NEVER);
    try (Warmer warmer = new Warmer(settings, this::warm, p95::get)) {
      warmer.seen(7);
      warmer.seen(8);
      warmer.seen(7);
      await().until(() -> warmer.rounds() >= 2);
      assertThat(warmer.recentUsers()).isEqualTo(2);
    }
    assertThat(warmed.subList(0, 4)).containsExactlyInAnyOrder(7L, 8L, 7L, 8L);
    assertThat(warmed.subList(0, 2)).doesNotHaveDuplicates();
  }

  @Test
  void slowAnswersSetOffARoundAndThenItRests() {
    WarmingSettings settings = new WarmingSettings(NEVER, 100, 4, SLOW, Duration.ofSeconds(4));
    try (Warmer warmer = new Warmer(settings, this::warm, p95::get)) {
      warmer.seen(7);
      p95.set(1_000.0);
      // Two looks at the clock of answers: exactly a second is not slow.
      await().during(Duration.ofMillis(2_500)).until(() -> warmer.rounds() == 0);

      p95.set(1_001.0);
      await().until(() -> warmer.rounds() == 1);
      await().during(Duration.ofMillis(2_500)).until(() -> warmer.rounds() == 1);
      await().until(() -> warmer.rounds() == 2);
    }
    assertThat(warmed).containsExactly(7L, 7L);
  }

  @Test
  void someUsersAtATimeAndAFaultEndsNoRound() {
    WarmingSettings settings = new WarmingSettings(Duration.ofMillis(300), 100, 2, SLOW, NEVER);
    try (Warmer warmer =
        new Warmer(
            settings,
            user -> {
              if (user == 3) {
                throw new IllegalStateException("a fault");
              }
              return warmLater(user);
            },
            p95::get)) {
      for (long user = 1; user <= 5; user++) {
        warmer.seen(user);
      }
      await().until(() -> underWay.size() == 2);
      await().during(Duration.ofMillis(700)).until(() -> underWay.size() == 2);
      assertThat(warmer.rounds()).as("the schedule does not begin a second one meanwhile").isZero();
      underWay.get(0).completeExceptionally(new IllegalStateException("the store is away"));
      await().until(() -> underWay.size() == 3);
      underWay.get(1).complete(4);
      await().until(() -> underWay.size() == 4);
      underWay.get(2).complete(4);
      underWay.get(3).complete(4);
      await().until(() -> warmer.rounds() == 1);
    }
    assertThat(warmed.subList(0, 4)).containsExactlyInAnyOrder(1L, 2L, 4L, 5L);
  }
}
