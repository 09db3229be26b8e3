package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Recordings;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.platform.FolderTree;
import io.wattflow.platform.Platform;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.live.DeadLetterTally;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stream as its users run it, {@code bin/wattflow stream}, with all sinks on and checkpoints.
 * Each round begins with a new process, empty tables and an empty Redis; the clock runs from the
 * first record read to the last row visible. After the last round all tables are compared with the
 * model.
 */
final class WattflowSubject implements Subject {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(30);
  private static final Duration DEAD_LETTERS_TIMEOUT = Duration.ofSeconds(20);

  /**
   * How it runs.
   *
   * @param name of the subject
   * @param heap of its process, as in {@code -Xmx}
   * @param options of the stream besides addresses and folders
   * @param recordings of each round
   * @param lastRound after which the tables are compared; 0: never
   * @param timeout of a round
   */
  record Setup(
      String name,
      String heap,
      List<String> options,
      Recordings recordings,
      int lastRound,
      Duration timeout) {}

  private final Bench bench;
  private final FilledTopic filled;
  private final Setup setup;
  private final PrintStream progress;

  WattflowSubject(Bench bench, FilledTopic filled, Setup setup, PrintStream progress) {
    this.bench = bench;
    this.filled = filled;
    this.setup = setup;
    this.progress = progress;
  }

  @Override
  public String name() {
    return setup.name();
  }

  @Override
  public String settings() {
    return "-Xms%1$s -Xmx%1$s, pages touched, ".formatted(setup.heap())
        + String.join(" ", setup.options());
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    Platform platform = bench.platform();
    return SubjectWork.attempt(bench::stopping, () -> round(platform, round));
  }

  private Sample round(Platform platform, int round)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    StreamTables.renew(platform);
    Map<String, Double> figures = new TreeMap<>();
    Path checkpoints = bench.folder().resolve("checkpoints-" + setup.name() + "-" + round);
    double seconds;
    try {
      seconds = drain(platform, round, checkpoints, figures);
    } finally {
      FolderTree.delete(checkpoints);
    }
    if (round > 0 && round == setup.lastRound()) {
      compare(platform, figures);
    }
    return Sample.of(filled.topic().records() / seconds, figures);
  }

  private double drain(Platform platform, int round, Path checkpoints, Map<String, Double> figures)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    Path log = bench.folder().resolve(setup.name() + "-" + round + ".log");
    ProcessorTime time = new ProcessorTime(platform);
    try (Connection connection = StreamTables.connect(platform);
        StreamJob job =
            StreamJob.start(
                bench.home(),
                options(platform, round, checkpoints),
                setup.heap(),
                javaOptions(round),
                log)) {
      job.awaitCounter(StreamJob.RECORDS_READ, 1, START_TIMEOUT);
      time.add("stream", job.pid());
      long start = System.nanoTime();
      job.awaitCounter(StreamJob.RECORDS_READ, filled.topic().records(), setup.timeout());
      figures.put("s until all read", (System.nanoTime() - start) / 1e9);
      long end =
          Completeness.await(
              connection,
              StreamTables.DATABASE,
              filled.topic().readings(),
              setup.timeout(),
              job::requireAlive);
      figures.put("s until all visible", (end - start) / 1e9);
      figures.put("late readings", (double) job.counter(StreamJob.READINGS_LATE));
      time.into(figures);
      figures.put("dead letters", (double) requireDeadLetters(platform, round));
      return (end - start) / 1e9;
    }
  }

  /** They are on their way no longer than the rows; a moment is for the reader. */
  private long requireDeadLetters(Platform platform, int round)
      throws IOException, SubjectFailedException {
    long deadline = System.nanoTime() + DEAD_LETTERS_TIMEOUT.toNanos();
    long found = 0;
    try (DeadLetterTally tally =
        new DeadLetterTally(platform.kafkaBootstrap(), deadLetterTopic(round))) {
      while (found != filled.topic().malformed() && System.nanoTime() < deadline) {
        found = tally.count().values().stream().mapToLong(Long::longValue).sum();
      }
    }
    if (found != filled.topic().malformed()) {
      throw new SubjectFailedException(
          "it has written %,d dead letters, not %,d".formatted(found, filled.topic().malformed()));
    }
    return found;
  }

  private String deadLetterTopic(int round) {
    return "dead-letters-" + setup.name() + "-" + round;
  }

  private List<String> options(Platform platform, int round, Path checkpoints) {
    List<String> options = new ArrayList<>(StreamTables.addresses(platform));
    options.addAll(
        List.of(
            "--topic=" + filled.topic().topic(),
            "--deadLetterTopic=" + deadLetterTopic(round),
            "--groupId=" + setup.name() + "-" + round,
            "--checkpointDir=" + checkpoints));
    options.addAll(setup.options());
    return options;
  }

  private List<String> javaOptions(int round) throws IOException {
    // As the peers' JVMs have it.
    List<String> options = new ArrayList<>(List.of("-Xms" + setup.heap(), "-XX:+AlwaysPreTouch"));
    options.addAll(setup.recordings().javaOptions(setup.name() + "-" + round));
    return options;
  }

  private void compare(Platform platform, Map<String, Double> figures)
      throws SQLException, IOException, InterruptedException, SubjectFailedException {
    progress.printf("Comparing every row of %s with the model ...%n", setup.name());
    StreamTables.removeClosers(platform);
    RowsChecked checked =
        RowsChecked.compare(
            bench, filled.workload(), filled.topic().readings(), CHECK_TIMEOUT, progress);
    figures.put("rows compared", (double) checked.compared());
    figures.put("rows differing", (double) checked.differing());
    if (checked.differing() > 0) {
      throw new SubjectFailedException(
          checked.differing() + " rows differ from the model: see the lines above");
    }
  }
}
