package io.wattflow.runners.direct;

import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.launch.AuditLauncher;
import io.wattflow.pipelines.options.AuditOptions;
import org.apache.beam.runners.direct.DirectRunner;

/** Audits on the direct runner, which keeps all of a job in memory: for small data. */
public final class DirectAudit {
  private static final String USAGE =
      "Usage: wattflow audit --runner=direct --from=<day> --to=<day> [--option=value ...]\n\n"
          + "Recomputes rollups in this process, without Flink, and compares them.";

  private DirectAudit() {}

  public static void main(String[] args) {
    System.exit(
        AuditLauncher.run(
            USAGE,
            Arguments.of(args),
            AuditOptions.class,
            options -> {
              options.setRunner(DirectRunner.class);
              return true;
            },
            System.out));
  }
}
