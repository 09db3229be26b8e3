package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.harness.CheckpointWatch;
import io.wattflow.platform.stream.StreamJob;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Takes samples of a live run until its load ends. */
final class LiveWatch {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Of the heap, which is lowest just after a collection. */
  private static final Duration GLANCE = Duration.ofMillis(250);

  private final StreamJob job;
  private final PacedLoad load;
  private final CheckpointWatch checkpoints;
  private final Statement statement;
  private final String countRows;
  private final PrintStream progress;

  LiveWatch(
      StreamJob job,
      PacedLoad load,
      CheckpointWatch checkpoints,
      Statement statement,
      String database,
      PrintStream progress) {
    this.job = job;
    this.load = load;
    this.checkpoints = checkpoints;
    this.statement = statement;
    // Without FINAL: known without reading, repeats and all.
    this.countRows = "SELECT count() FROM %s.telemetry".formatted(database);
    this.progress = progress;
  }

  /** Adds each sample as soon as it is taken, so that those before a failure are there too. */
  void untilTheLoadEnds(List<LiveSample> samples)
      throws IOException, SQLException, InterruptedException {
    long start = System.nanoTime();
    long next = start + INTERVAL.toNanos();
    long lowestHeap = Long.MAX_VALUE;
    try (JvmMemory memory = JvmMemory.of(job.pid())) {
      while (load.running()) {
        Thread.sleep(GLANCE.toMillis());
        job.requireAlive();
        load.requireAccepted();
        lowestHeap = Math.min(lowestHeap, memory.heapBytes());
        long now = System.nanoTime();
        if (now >= next) {
          LiveSample sample = sample((now - start) / 1e9, lowestHeap, memory.residentBytes());
          samples.add(sample);
          progress.println(sample.line());
          lowestHeap = Long.MAX_VALUE;
          next += INTERVAL.toNanos();
        }
      }
    }
  }

  private LiveSample sample(double seconds, long heap, long resident)
      throws IOException, SQLException {
    // Read before accepted, so that the lag is not taken for smaller than it is.
    long read = job.counter(StreamJob.RECORDS_READ);
    try (ResultSet rows = statement.executeQuery(countRows)) {
      rows.next();
      return new LiveSample(
          seconds,
          load.accepted(),
          read,
          rows.getLong(1),
          heap,
          resident,
          checkpoints.completed(),
          checkpoints.newestBytes(),
          load.worstDelayMillis());
    }
  }
}
