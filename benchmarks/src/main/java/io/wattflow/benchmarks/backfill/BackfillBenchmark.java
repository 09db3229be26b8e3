package io.wattflow.benchmarks.backfill;

import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.BenchOptions;
import io.wattflow.benchmarks.harness.Comparison;
import io.wattflow.benchmarks.harness.SubjectResult;
import java.io.PrintStream;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wattflow bench backfill}. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Rollups of the past from raw readings: wattflow backfill with both writers, and audit, beside"
          + " ClickHouse's own GROUP BY.",
      "From the start of the command to its end, with ClickHouse on the same processors. After each"
          + " round every window must be there, and every reading counted in it."
    })
public final class BackfillBenchmark implements Callable<Integer> {
  private static final long DISK_BYTES_OF_READING = 150;
  private static final long DISK_BYTES_AT_LEAST = 4L << 30;
  private static final long MEMORY_BYTES = 9L << 30;

  @Mixin private BenchOptions common = new BenchOptions();

  @Option(
      names = "--readings",
      defaultValue = "20000000",
      paramLabel = "<n>",
      description = "Readings in the raw table. Default: ${DEFAULT-VALUE}.")
  private long readings;

  @Option(
      names = "--devices",
      defaultValue = "10000",
      paramLabel = "<n>",
      description = "Devices, each of which reports once a second. Default: ${DEFAULT-VALUE}.")
  private int devices;

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    if (!RawReadings.fits(devices, readings)) {
      throw new BenchException(
          "--readings must be a multiple of --devices, and at most 86,400 for each");
    }
    common.rounds();
    common.requireConditions(DISK_BYTES_AT_LEAST + readings * DISK_BYTES_OF_READING, MEMORY_BYTES);
    RawReadings raw = RawReadings.of(devices, readings);
    List<SubjectResult> results;
    try (Bench bench = common.openBench()) {
      StreamTables.renew(bench.platform());
      try (Connection connection = StreamTables.connect(bench.platform())) {
        raw.fill(connection);
      }
      results =
          Comparison.run(
              List.of(
                  new BackfillSubject(bench, raw, "backfill-jdbc", List.of("backfill")),
                  new BackfillSubject(
                      bench,
                      raw,
                      "backfill-binary",
                      List.of("backfill", "--clickhouseWriter=binary")),
                  new BackfillSubject(bench, raw, "audit", List.of("audit")),
                  new GroupBySubject(bench, raw)),
              0,
              common.rounds(),
              out);
    }
    Map<String, String> description = new LinkedHashMap<>();
    description.put("readings", "%,d in the raw table".formatted(readings));
    description.put("devices", "%,d at 1 Hz".formatted(devices));
    description.put("rate", "readings / (start of the command to its end)");
    common.note(GroupBySubject.NOTE);
    common.report("backfill", description, results, out);
    return Comparison.exitCode(results);
  }
}
