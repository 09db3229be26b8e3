package io.wattflow.benchmarks.ingestion;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectResult;
import io.wattflow.benchmarks.live.LiveOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wattflow bench ingestion}. */
@Command(
    name = "ingestion",
    mixinStandardHelpOptions = true,
    description = {
      "Readings over HTTP into Kafka, each request answered when Kafka has acknowledged it.",
      "At a steady rate, as fast as it goes in batches and one by one, and over very many"
          + " connections; beside InfluxDB. The broker and the load run on the same processors. In"
          + " the end every accepted reading must be in the topic. The service has the heap that"
          + " users get, or WATTFLOW_INGEST_HEAP."
    })
public final class IngestionBenchmark implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int BATCH = 100;
  private static final int BATCH_CONNECTIONS = 16;
  private static final int SINGLE_CONNECTIONS = 256;

  /** It answers when its log is synced, every 100 ms: with fewer it would only wait. */
  private static final int INFLUX_BATCH_CONNECTIONS = 512;

  private static final int INFLUX_SINGLE_CONNECTIONS = 1_024;

  private static final int DEVICES = 10_000;

  /** More than a batch cache or a compressor of a few megabytes could make use of. */
  private static final int BATCHED_READINGS = 500_000;

  private static final int SINGLE_READINGS = 100_000;

  /** Nobody promises more: a flood is answered with 503 where it does not fit. */
  private static final Set<Integer> FLOOD = Set.of(202, 503);

  private static final Set<Integer> ALL_ACCEPTED = Set.of(202);
  private static final long DISK_BYTES = 12L << 30;
  private static final long MEMORY_BYTES = 4L << 30;

  @Mixin private BenchOptions common = new BenchOptions();

  @Option(
      names = "--rate",
      defaultValue = "100000",
      paramLabel = "<n>",
      description = "Readings a second of the steady load. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--connections",
      defaultValue = "10000",
      paramLabel = "<n>",
      description = "Of the flood. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--warm-up",
      defaultValue = "10s",
      paramLabel = "<time>",
      description = "Of each round, before anything counts. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "";

  @Option(
      names = "--duration",
      defaultValue = "20s",
      paramLabel = "<time>",
      description = "Of each round, how long it counts. Default: ${DEFAULT-VALUE}.")
  private String duration = "";

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Duration before = LiveOptions.duration("--warm-up", warmUp, SHORTEST);
    Duration measured = LiveOptions.duration("--duration", duration, SHORTEST);
    common.rounds();
    requireSome("--rate", rate);
    requireSome("--connections", connections);
    common.requireConditions(DISK_BYTES, MEMORY_BYTES);
    List<SubjectResult> results;
    try (Bench bench = common.openBench()) {
      results = Comparison.run(subjects(bench, before, measured), 0, common.rounds(), out);
    }
    Map<String, String> description = new LinkedHashMap<>();
    description.put("readings", "of %,d devices, without faults".formatted(DEVICES));
    description.put(
        "rounds",
        "%d s after %d s of warm-up, a new process each"
            .formatted(measured.toSeconds(), before.toSeconds()));
    description.put(
        "latency",
        "of accepted requests; paced: from the instant a batch was due; the others: from sending a"
            + " request");
    description.put("rate", "paced: from the first reading on, warm-up included");
    common.note(InfluxFlatOutSubject.NOTE);
    common.report("ingestion", description, results, out);
    return Comparison.exitCode(results);
  }

  private static void requireSome(String option, int value) {
    if (value < 1) {
      throw new BenchException(option + " must be at least 1: " + value);
    }
  }

  private List<Subject> subjects(Bench bench, Duration before, Duration measured) {
    Readings batched = new Readings(DEVICES, BATCHED_READINGS);
    Readings single = new Readings(DEVICES, SINGLE_READINGS);
    return List.of(
        new PacedSubject(bench, new PacedSubject.Load(rate, DEVICES, BATCH, before, measured)),
        new FlatOutSubject(
            bench,
            new FlatOutSubject.Load(
                "by 100", BATCH, BATCH_CONNECTIONS, ALL_ACCEPTED, before, measured),
            batched),
        new InfluxFlatOutSubject(
            bench,
            new FlatOutSubject.Load(
                "influxdb, by 100", BATCH, INFLUX_BATCH_CONNECTIONS, Set.of(), before, measured),
            batched),
        new FlatOutSubject(
            bench,
            new FlatOutSubject.Load(
                "single", 1, SINGLE_CONNECTIONS, ALL_ACCEPTED, before, measured),
            single),
        new InfluxFlatOutSubject(
            bench,
            new FlatOutSubject.Load(
                "influxdb, single", 1, INFLUX_SINGLE_CONNECTIONS, Set.of(), before, measured),
            single),
        new FlatOutSubject(
            bench,
            new FlatOutSubject.Load("flood, by 100", BATCH, connections, FLOOD, before, measured),
            batched));
  }
}
