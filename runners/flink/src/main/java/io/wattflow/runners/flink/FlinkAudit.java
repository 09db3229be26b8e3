package io.wattflow.runners.flink;

import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.launch.AuditLauncher;
import java.util.Map;

/** Audits on Flink: what {@code wattflow audit} calls. */
public final class FlinkAudit {
  private static final String USAGE =
      "Usage: wattflow audit --from=<day> --to=<day> [--repair] [--option=value ...]\n\n"
          + "Recomputes rollups from raw readings on Flink, compares them with the stored ones window\n"
          + "by window, prints what differs, and repairs exactly that with --repair. With --every=1h it\n"
          + "stays, and looks at each hour and each day that has settled.\n"
          + "Exit code 0 if nothing differs (any more), 3 if something does, 1 if it failed, 2 if an\n"
          + "option is wrong.";

  private FlinkAudit() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs it; the exit code of {@link AuditLauncher}. */
  static int run(String... args) {
    return AuditLauncher.run(
        USAGE,
        Arguments.of(args)
            .withDefaults(Map.of("jobName", "wattflow-audit"))
            .withDefaults(FlinkBackfill.DEFAULTS),
        FlinkAuditOptions.class,
        options -> FlinkCheckpoints.LOCAL.equals(options.getFlinkMaster()),
        System.out);
  }
}
