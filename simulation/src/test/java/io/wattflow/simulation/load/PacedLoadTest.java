package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pace alone: the target is a list. */
class PacedLoadTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final LiveScript SCRIPT = new LiveScript(5, 40, 400, Faults.none(), null);

  private final LoadTally tally = new LoadTally();
  private final List<ProducedRecord> arrived = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> earliness = Collections.synchronizedList(new ArrayList<>());
  private final Instant start = Instant.now().plusMillis(200);

  /** Takes what it gets; {@code beforeEach} may be slow. */
  private final class ListTarget implements LoadTarget {
    private final Batching batching;
    private final Slowness beforeEach;

    ListTarget(Batching batching, Slowness beforeEach) {
      this.batching = batching;
      this.beforeEach = beforeEach;
    }

    @Override
    public Batching batching() {
      return batching;
    }

    @Override
    public boolean fits(ProducedRecord produced) {
      return true;
    }

    @Override
    public Shipment prepare(Batch batch) {
      return dueNanos -> {
        earliness.add(dueNanos - System.nanoTime());
        beforeEach.pass();
        tally.sent(batch.size());
        arrived.addAll(batch.records());
        tally.accepted(batch.size());
        tally.answered(dueNanos, 1_000);
      };
    }

    @Override
    public void close() {}
  }

  @FunctionalInterface
  private interface Slowness {
    void pass() throws InterruptedException;
  }

  private PacedLoad load(@Nullable Duration duration, LoadTarget target) {
    return new PacedLoad(SCRIPT.from(start, duration).iterator(), start, duration, target, tally);
  }

  /** All that is due within some time, from the script. */
  private List<ProducedRecord> due(Duration duration) {
    List<ProducedRecord> due = new ArrayList<>();
    new Batches(
            SCRIPT.from(start, duration).iterator(),
            new Batching(1, Duration.ZERO),
            record -> true,
            start.plus(duration).toEpochMilli())
        .forEachRemaining(batch -> due.addAll(batch.records()));
    return due;
  }

  private static List<String> names(List<ProducedRecord> records) {
    return records.stream().map(r -> r.key() + "@" + r.eventTimeMillis()).toList();
  }

  private static void awaitEnd(PacedLoad load) throws InterruptedException {
    assertThat(load.await(PATIENCE)).isTrue();
  }

  @Test
  void everythingIsSentOnceInOrderAndNotBeforeItsTime() throws InterruptedException {
    try (ListTarget target = new ListTarget(new Batching(10, SECOND), () -> {});
        PacedLoad load = load(SECOND, target)) {
      load.start();
      awaitEnd(load);
      assertThat(load.drain(PATIENCE)).isTrue();

      assertThat(names(arrived)).isEqualTo(names(due(SECOND)));
      assertThat(arrived).hasSizeBetween(380, 420);
      assertThat(earliness).allMatch(nanos -> nanos <= 0);
      LoadReport report = load.report();
      assertThat(report.failure()).isEmpty();
      assertThat(report.ran()).isEqualTo(SECOND);
      assertThat(report.took()).isEqualTo(SECOND);
      assertThat(report.behind()).isZero();
      assertThat(report.achievedPerSecond()).isEqualTo(report.duePerSecond());
      assertThat(tally.latency().p50()).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void aPauseOfTheTargetIsSeenByEveryBatchThatWasDueInIt() throws InterruptedException {
    Duration pause = Duration.ofMillis(600);
    boolean[] paused = {false};
    Slowness once =
        () -> {
          if (!paused[0]) {
            paused[0] = true;
            holdUp(pause);
          }
        };
    try (ListTarget target = new ListTarget(new Batching(10, SECOND), once);
        PacedLoad load = load(SECOND, target)) {
      load.start();
      awaitEnd(load);

      assertThat(names(arrived)).isEqualTo(names(due(SECOND)));
      // Sent when it could be, each answer took no time; but half of what was due had to wait.
      assertThat(tally.service().max()).isLessThan(Duration.ofMillis(1));
      assertThat(tally.latency().max()).isGreaterThanOrEqualTo(pause);
      assertThat(tally.latency().p50()).isGreaterThan(Duration.ofMillis(50));
      assertThat(load.report().failure()).isEmpty();
    }
  }

  @Test
  void whatIsDueWhileItWarmsUpIsCountedAndNotMeasured() throws InterruptedException {
    LoadTally warming = new LoadTally(Duration.ofMillis(500));
    try (ListTarget target = new ListTarget(new Batching(1, Duration.ZERO), () -> {})) {
      PacedLoad load =
          new PacedLoad(List.<ProducedRecord>of().iterator(), start, SECOND, target, warming);
      long startNanos = System.nanoTime() - load.elapsed().toNanos();
      warming.accepted(2);
      warming.answered(startNanos + 400_000_000, 3_000_000_000L);
      assertThat(warming.service().max()).isZero();
      warming.answered(startNanos + 600_000_000, 3_000_000_000L);

      assertThat(warming.service().max()).isCloseTo(Duration.ofSeconds(3), Duration.ofMillis(10));
      assertThat(warming.answers()).isEqualTo(2);
      assertThat(warming.accepted()).isEqualTo(2);
    }
  }

  @Test
  void aTargetThatIsTooSlowFailsThePaceAndTheRestIsNamed() throws InterruptedException {
    try (ListTarget target =
            new ListTarget(new Batching(10, SECOND), () -> holdUp(Duration.ofMillis(100)));
        PacedLoad load = load(SECOND, target)) {
      load.start();
      awaitEnd(load);

      LoadReport report = load.report();
      assertThat(names(arrived)).isEqualTo(names(due(SECOND)).subList(0, arrived.size()));
      assertThat(arrived).hasSizeLessThan(250);
      assertThat(report.failure()).hasValueSatisfying(line -> assertThat(line).contains("pace"));
      assertThat(report.behind()).isPositive();
      assertThat(arrived.size() + report.unsent()).isBetween(300L, 500L);
    }
  }

  @Test
  void withoutADurationItGoesOnUntilItIsStopped() throws InterruptedException {
    try (ListTarget target = new ListTarget(new Batching(1, Duration.ZERO), () -> {});
        PacedLoad load = load(null, target)) {
      load.start();
      await().atMost(PATIENCE).until(() -> tally.accepted() > 100);
      load.stop();

      assertThat(load.await(SECOND)).isTrue();
      assertThat(load.drain(PATIENCE)).isTrue();
      int size = arrived.size();
      assertThat(load.report().failure()).isEmpty();
      assertThat(names(arrived)).isEqualTo(names(due(Duration.ofSeconds(60))).subList(0, size));
    }
  }

  @Test
  void aStopDoesNotWaitForRoom() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (ListTarget target = new ListTarget(new Batching(10, SECOND), never::await);
        PacedLoad load = load(null, target)) {
      load.start();
      await().atMost(PATIENCE).until(() -> !earliness.isEmpty());
      load.stop();

      assertThat(load.await(SECOND)).isTrue();
      assertThat(arrived).isEmpty();
      assertThat(load.report().failure()).contains("nothing was due in that time");
    }
  }

  @Test
  void aTargetThatTakesNothingMoreIsNotWaitedForBeyondTheEnd() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (ListTarget target = new ListTarget(new Batching(10, SECOND), never::await);
        PacedLoad load = load(SECOND, target)) {
      load.start();
      await().atMost(PATIENCE).until(() -> load.await(Duration.ofMillis(100)));

      assertThat(load.report().failure()).isPresent();
      assertThat(load.elapsed()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void troubleEndsIt() throws InterruptedException {
    try (ListTarget target =
            new ListTarget(new Batching(10, SECOND), () -> tally.trouble("no use"));
        PacedLoad load = load(null, target)) {
      load.start();
      awaitEnd(load);

      assertThat(arrived).hasSize(10);
      assertThat(load.report().failure()).contains("no use");
    }
  }

  private static void holdUp(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
