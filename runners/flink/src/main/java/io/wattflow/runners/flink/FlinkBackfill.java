package io.wattflow.runners.flink;

import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.launch.BackfillLauncher;
import java.util.Map;

/** Backfills on Flink: what {@code wattflow backfill} calls. */
public final class FlinkBackfill {
  private static final String USAGE =
      "Usage: wattflow backfill --from=<day> --to=<day> [--option=value ...]\n\n"
          + "Recomputes rollups from stored readings, in batch, on Flink: embedded in this process or\n"
          + "on the cluster that --flinkMaster=host:port names. Whole UTC days are recomputed. It\n"
          + "replaces rows and never adds to them, so it may run while the stream runs, and again.\n"
          + "Exit code 0 if all is written, 1 if it failed, 2 if an option is wrong.";

  /** Settings of the Flink runner for jobs in batch. */
  static final Map<String, String> DEFAULTS =
      Map.of(
          "runner", "FlinkRunner",
          "streaming", "false",
          "objectReuse", "true",
          "disableMetrics", "true",
          "jobName", "wattflow-backfill");

  private FlinkBackfill() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs it; the exit code of {@link BackfillLauncher}. */
  static int run(String... args) {
    return BackfillLauncher.run(
        USAGE,
        Arguments.of(args).withDefaults(DEFAULTS),
        FlinkBackfillOptions.class,
        options -> FlinkCheckpoints.LOCAL.equals(options.getFlinkMaster()),
        System.out);
  }
}
