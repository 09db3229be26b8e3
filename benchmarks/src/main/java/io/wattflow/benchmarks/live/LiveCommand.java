package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.Completeness;
import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.RowsChecked;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.endtoend.Workload;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.platform.Platform;
import io.wattflow.platform.stream.StreamJob;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wattflow bench live}. */
@Command(
    name = "live",
    mixinStandardHelpOptions = true,
    description = {
      "A steady load, sent as it happens, beside the stream with all its sinks.",
      "Judges whether the stream keeps up, completes its checkpoints and needs no more and more"
          + " memory, and counts in the end whether everything has arrived. One run; --rounds does"
          + " not count."
    })
public final class LiveCommand implements Callable<Integer> {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(60);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofSeconds(45);
  private static final long DISK_BYTES_OF_READING = 120;
  private static final long DISK_BYTES_AT_LEAST = 4L << 30;
  private static final long MEMORY = 14L << 30;

  @Mixin private BenchOptions common = new BenchOptions();
  @Mixin private LiveOptions live = new LiveOptions();

  @Option(
      names = "--rate",
      defaultValue = "200000",
      paramLabel = "<n>",
      description = "Readings a second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--duration",
      defaultValue = "10m",
      paramLabel = "<time>",
      description = "How long the load lasts, at least 45s. Default: ${DEFAULT-VALUE}.")
  private String duration = "";

  @Option(
      names = "--allowed-lateness",
      defaultValue = "3m",
      paramLabel = "<time>",
      description =
          "Of the stream. Its state holds readings so long, at 12 bytes each, and only after that can"
              + " memory be flat: with the stream's own default, 10m, a run of 10 minutes cannot show"
              + " it. Default: ${DEFAULT-VALUE}.")
  private String allowedLateness = "";

  @Option(
      names = "--heap",
      defaultValue = "6g",
      paramLabel = "<size>",
      description = "Heap of the stream's process. Default: ${DEFAULT-VALUE}.")
  private String heap = "";

  @Option(
      names = "--check",
      description =
          "Compare every row with the model in the end, not only their number; the model needs 150"
              + " bytes of memory for each reading.")
  private boolean check;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws Exception {
    Duration span = LiveOptions.duration("--duration", duration, SHORTEST);
    Duration lateness =
        LiveOptions.duration("--allowed-lateness", allowedLateness, Duration.ofMinutes(1));
    long readings = rate * span.toSeconds();
    common.requireConditions(
        DISK_BYTES_AT_LEAST + readings * DISK_BYTES_OF_READING,
        Math.max(MEMORY, check ? RowsChecked.heapBytes(readings) : 0));
    SubjectResult result;
    try (Bench bench = Bench.open()) {
      result = run(bench, span, lateness);
    }
    Map<String, String> description = new LinkedHashMap<>();
    description.put("load", "%,d readings/s for %s, event times = now".formatted(rate, span));
    description.put("devices", "%,d".formatted(live.devices()));
    description.put("faults", "0.5 % late, 2 % out of order, 0.5 % repeated");
    description.put("samples", "every 5 s; the rate is what the stream has read in between");
    common.report("live", description, List.of(result), out);
    return 0;
  }

  private SubjectResult run(Bench bench, Duration span, Duration lateness)
      throws IOException, SQLException, InterruptedException {
    Platform platform = bench.platform();
    StreamRun run = StreamRun.named(bench, "live");
    StreamTables.renew(platform);
    Topics.create(platform.kafkaBootstrap(), run.topic(), StreamRun.PARTITIONS);
    List<String> options =
        live.streamOptions(
            "--parallelism=2",
            "--allowedLateness=" + lateness.toSeconds() + "s",
            "--checkpointingInterval=" + CHECKPOINT_INTERVAL.toMillis());
    try (Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement();
        StreamJob job =
            StreamJob.start(bench.home(), run.options(platform, options), heap, run.log())) {
      job.awaitRunning(START_TIMEOUT);
      ProcessorTime time = new ProcessorTime(platform);
      time.add("stream", job.pid());
      Workload workload = live.workload(rate, span, lateness.dividedBy(2));
      CheckpointWatch checkpoints = new CheckpointWatch(run.checkpoints());
      try (PacedLoad load =
          new PacedLoad(
              platform.kafkaBootstrap(), run.topic(), workload, PacedLoad.Observer.NONE)) {
        load.start();
        List<LiveSample> samples =
            new LiveWatch(job, load, checkpoints, statement, StreamTables.DATABASE, out)
                .untilTheLoadEnds();
        Workload sent = load.stop();
        long lastSent = System.nanoTime();
        Map<String, Double> cpu = new TreeMap<>();
        time.into(cpu);
        Verdict.Plan plan =
            new Verdict.Plan(
                workload.perSecond(), CHECKPOINT_INTERVAL, lateness.plus(Duration.ofMinutes(2)));
        judge(Verdict.of(plan, samples, checkpoints.longestGapSeconds()));
        @Nullable String failure = arrival(bench, connection, job, sent, lastSent);
        cpu.forEach((name, seconds) -> common.note("%s: %.0f".formatted(name, seconds)));
        String settings = "-Xmx" + heap + " " + String.join(" ", options);
        return new SubjectResult("wattflow", settings, rates(samples), failure);
      }
    }
  }

  private void judge(Verdict verdict) {
    verdict.reasons().forEach(common::note);
    common.note(
        "VERDICT: %s; load %s, checkpoints %s, memory %s"
            .formatted(
                verdict.keptUp() ? "kept up" : "NOT kept up",
                verdict.keptPace() ? "as planned" : "NOT as planned",
                verdict.checkpointing() ? "completing" : "NOT completing",
                verdict.memory()));
  }

  /** Null if everything has arrived, else what is missing. */
  private @Nullable String arrival(
      Bench bench, Connection connection, StreamJob job, Workload sent, long lastSent)
      throws IOException, SQLException, InterruptedException {
    out.println("Waiting until everything has arrived ...");
    try {
      long readings = sent.distinctReadings();
      long end =
          Completeness.await(
              connection, StreamTables.DATABASE, readings, ARRIVAL_TIMEOUT, job::requireAlive);
      common.note(
          "arrival: all %,d distinct readings in all tables %.1f s after the last was sent"
              .formatted(readings, Math.max(0, end - lastSent) / 1e9));
      if (check) {
        RowsChecked checked = RowsChecked.compare(bench, sent, readings, CHECK_TIMEOUT, out);
        common.note(
            "rows: %,d compared with the model, %,d differ"
                .formatted(checked.compared(), checked.differing()));
      }
      return null;
    } catch (SubjectFailedException e) {
      return e.getMessage();
    }
  }

  private static List<Sample> rates(List<LiveSample> samples) {
    List<Sample> rates = new ArrayList<>();
    for (int i = 1; i < samples.size(); i++) {
      LiveSample from = samples.get(i - 1);
      LiveSample to = samples.get(i);
      Map<String, Double> figures = new TreeMap<>();
      figures.put("at s", to.seconds());
      figures.put("accepted", (double) to.accepted());
      figures.put("lag records", (double) to.lag());
      figures.put("raw rows", (double) to.rows());
      figures.put("heap MB", to.heapBytes() / (double) (1 << 20));
      figures.put("resident MB", to.residentBytes() / (double) (1 << 20));
      figures.put("checkpoints", (double) to.checkpoints());
      figures.put("checkpoint MB", to.checkpointBytes() / (double) (1 << 20));
      figures.put("load late ms", (double) to.loadDelayMillis());
      // A sample must have a rate, and a standstill has none.
      rates.add(
          Sample.of(
              Math.max(1, (to.read() - from.read()) / (to.seconds() - from.seconds())), figures));
    }
    if (rates.isEmpty()) {
      throw new BenchException("the run was too short to be sampled: choose a longer --duration");
    }
    return rates;
  }
}
