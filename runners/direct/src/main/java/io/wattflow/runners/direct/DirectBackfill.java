package io.wattflow.runners.direct;

import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.launch.BackfillLauncher;
import io.wattflow.pipelines.options.BackfillOptions;
import org.apache.beam.runners.direct.DirectRunner;

/** Backfills on the direct runner, which keeps all of a job in memory: for small data. */
public final class DirectBackfill {
  private static final String USAGE =
      "Usage: wattflow backfill --runner=direct --from=<day> --to=<day> [--option=value ...]\n\n"
          + "Recomputes rollups from stored readings in this process, without Flink.";

  private DirectBackfill() {}

  public static void main(String[] args) {
    System.exit(
        BackfillLauncher.run(
            USAGE,
            Arguments.of(args),
            BackfillOptions.class,
            options -> {
              options.setRunner(DirectRunner.class);
              return true;
            },
            System.out));
  }
}
