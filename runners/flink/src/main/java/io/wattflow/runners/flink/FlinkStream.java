package io.wattflow.runners.flink;

import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.launch.StreamLauncher;
import java.io.IOException;
import java.util.Map;

/**
 * The telemetry stream on Flink: what {@code flink run} and {@code wattflow stream} call.
 *
 * <p>The defaults below are those of the measured fast plan (CHANGELOG.md); each can be set. {@code
 * --fasterCopy} stays off: with mutable accumulators on heap state it breaks exactness after a
 * failure.
 */
public final class FlinkStream {
  private static final String USAGE =
      "Usage: wattflow stream [--flinkMaster=host:port] [--option=value ...]\n\n"
          + "Runs the telemetry stream on Flink: embedded in this process ([local], the default of\n"
          + "bin/wattflow), on the cluster whose JobManager --flinkMaster names, or on that which\n"
          + "`flink run` talks to ([auto], the default of the job jar).";

  /** Settings of the Flink runner that are not its own defaults. */
  public static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("runner", "FlinkRunner"),
          Map.entry("streaming", "true"),
          Map.entry("objectReuse", "true"),
          Map.entry("maxBundleSize", "100000"),
          Map.entry("autoWatermarkInterval", "200"),
          Map.entry("disableMetrics", "true"),
          Map.entry("checkpointingInterval", "10000"),
          // Exactness: see docs/decisions/0008.
          Map.entry("finishBundleBeforeCheckpointing", "true"),
          Map.entry("jobName", "wattflow-telemetry"));

  /** System property that {@code bin/wattflow} sets. */
  private static final String OWN_JVM = "wattflow.home";

  private FlinkStream() {}

  /**
   * Runs the stream.
   *
   * <p>In a JVM of our own ({@code bin/wattflow}) this ends the process with the exit code.
   * Otherwise it must not, since the JVM may be a JobManager's: a failure is an exception then.
   *
   * @throws IllegalStateException if the exit code is not 0 and the JVM is not ours
   */
  public static void main(String[] args) {
    int code = run(args);
    if (System.getProperty(OWN_JVM) != null) {
      System.exit(code);
    }
    if (code != 0) {
      throw new IllegalStateException("the stream has not been started: exit code " + code);
    }
  }

  /** Runs the job; the exit code of {@link StreamLauncher}. */
  static int run(String... args) {
    return StreamLauncher.run(
        USAGE,
        Arguments.of(args).withDefaults(DEFAULTS),
        FlinkStreamOptions.class,
        FlinkStream::prepare,
        System.out);
  }

  private static StreamLauncher.Launch prepare(FlinkStreamOptions options) throws IOException {
    return new StreamLauncher.Launch(
        FlinkCheckpoints.prepare(options),
        FlinkCheckpoints.LOCAL.equals(options.getFlinkMaster()),
        !options.getAttachedMode());
  }
}
