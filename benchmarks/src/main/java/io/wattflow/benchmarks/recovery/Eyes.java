package io.wattflow.benchmarks.recovery;

import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.CheckpointWatch;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.live.Delays;
import io.wattflow.benchmarks.live.PacedLoad;
import io.wattflow.benchmarks.live.RowProbes;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * All that is looked at while a load is on.
 *
 * @param load that is being sent
 * @param probes of its readings
 * @param checkpoints of the stream
 * @param statement for the probes
 */
record Eyes(PacedLoad load, RowProbes probes, CheckpointWatch checkpoints, Statement statement) {
  private static final long LOOK_EVERY_MILLIS = 75;
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(3);

  /** Looks once; the age in ns of the oldest reading that no row counts. */
  long look() throws SQLException {
    probes.look(statement);
    load.requireAccepted();
    if (!load.running()) {
      throw new BenchException("the load has ended before its time");
    }
    return probes.oldestUnseenNanos();
  }

  /** Looks for some time; the ages that were seen in it. */
  Delays watch(Duration time) throws SQLException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    Delays ages = new Delays();
    while (System.nanoTime() < end) {
      ages.add(look());
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return ages;
  }

  /** Looks until so many more checkpoints have been completed. */
  void awaitCheckpoints(int more)
      throws SQLException, InterruptedException, SubjectFailedException {
    int wanted = checkpoints.completed() + more;
    long deadline = System.nanoTime() + CHECKPOINT_TIMEOUT.toNanos();
    while (checkpoints.completed() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new SubjectFailedException(
            "only " + checkpoints.completed() + " checkpoints, not " + wanted);
      }
      look();
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }

  /** How long ago the last checkpoint was completed; zero if none was. */
  Duration sinceCheckpoint() {
    return checkpoints
        .newestTime()
        .map(time -> Duration.between(time, Instant.now()))
        .orElse(Duration.ZERO);
  }
}
