package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.ChildJvm;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.platform.Platform;
import io.wattflow.simulation.CheckResult;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the tables and the device status in Redis compare with the independent model.
 *
 * @param compared rows that both have
 * @param differing rows that differ, or that only one of the two has
 */
public record RowsChecked(long compared, long differing) {
  private static final String TOLD = "rows of ";
  private static final String SEPARATOR = " / ";

  /** Heap of the model: a reading takes about 110 bytes, and a collector wants air. */
  private static final long BYTES_OF_READING = 150;

  private static final long BYTES_AT_LEAST = 512L << 20;

  /**
   * Compares all tables of the stream, off the clock, in a process of its own.
   *
   * @param records what was sent, as often as it was sent
   * @param readings how many, for the size of the heap
   * @param progress gets a line for each table
   * @throws SubjectFailedException if the comparison itself fails, or there is nothing to compare
   */
  public static RowsChecked compare(
      Bench bench, Workload records, long readings, Duration timeout, PrintStream progress)
      throws IOException, InterruptedException, SubjectFailedException {
    Platform platform = bench.platform();
    ChildJvm.Spec spec =
        ChildJvm.Spec.of(
                TableCheck.class,
                List.of(
                    platform.clickHouseUrl().toString(),
                    StreamTables.DATABASE,
                    platform.redisUri().toString(),
                    records.toArgument()),
                (heapBytes(readings) >> 20) + "m",
                bench.folder().resolve("check.log"))
            .withOptions(List.of("-XX:+UseParallelGC"));
    try (ChildJvm child = ChildJvm.start(spec)) {
      child.awaitEnd(timeout);
      return of(child.told(), progress);
    }
  }

  /** What the comparison of so many readings needs. */
  public static long heapBytes(long readings) {
    return BYTES_AT_LEAST + readings * BYTES_OF_READING;
  }

  /** Tells the parent one table's result. */
  static void tell(PrintStream out, CheckResult result) {
    ChildJvm.tell(
        out,
        TOLD + result.table(),
        result.compared()
            + SEPARATOR
            + (result.missing() + result.unexpected() + result.differing())
            + SEPARATOR
            + String.join("; ", result.examples()).replace('\n', ' '));
  }

  /** Adds up what was told of each table. */
  static RowsChecked of(Map<String, String> told, PrintStream progress)
      throws SubjectFailedException {
    long compared = 0;
    long differing = 0;
    for (Map.Entry<String, String> entry : told.entrySet()) {
      if (!entry.getKey().startsWith(TOLD)) {
        continue;
      }
      String[] parts = entry.getValue().split(SEPARATOR, 3);
      long same = Long.parseLong(parts[0]);
      long other = Long.parseLong(parts[1]);
      compared += same;
      differing += other;
      progress.printf(
          Locale.ROOT,
          "  %-14s %,14d compared %,10d differ %s%n",
          entry.getKey().substring(TOLD.length()),
          same,
          other,
          parts[2]);
    }
    if (compared == 0) {
      throw new SubjectFailedException("the tables are empty: nothing could be compared");
    }
    return new RowsChecked(compared, differing);
  }
}
