package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.TelemetryStream;
import io.wattflow.pipelines.TelemetryStreamOptions;
import io.wattflow.pipelines.TelemetryStreamPlan;
import io.wattflow.pipelines.options.OptionValues;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the telemetry stream: checks the options, then the parts that it needs, then submits.
 *
 * <p>Exit codes: 0 the job ended or was submitted, 1 it failed or a part cannot be reached, 2 an
 * option is wrong. Errors are one line on the error stream.
 */
public final class StreamLauncher {
  /** The exit code of a wrong option. */
  public static final int USAGE = 2;

  /** The exit code of a failed job or an unreachable part. */
  public static final int FAILURE = 1;

  private static final Logger LOG = LoggerFactory.getLogger(StreamLauncher.class);

  private StreamLauncher() {}

  /** What a runner adds: options of its own, and settings made before the pipeline is created. */
  @FunctionalInterface
  public interface Runner<T extends TelemetryStreamOptions> {
    /**
     * Settles the runner's options.
     *
     * @return how the job will run
     * @throws IllegalArgumentException naming an option that cannot work
     * @throws IOException if a folder or file that an option names cannot be used
     */
    Launch prepare(T options) throws IOException;
  }

  /**
   * How a job runs.
   *
   * @param restored whether it restores a checkpoint, which then says where reading goes on
   * @param hosted whether it runs in this process, so that its counters can be shown here
   * @param detached whether this process is done when the job is submitted
   */
  public record Launch(boolean restored, boolean hosted, boolean detached) {}

  /**
   * Runs the job to its end (or, on a detached runner, until it is submitted).
   *
   * @param usage first lines of the help page
   * @return the exit code
   */
  public static <T extends TelemetryStreamOptions> int run(
      String usage, Arguments arguments, Class<T> type, Runner<T> runner, PrintStream out) {
    if (arguments.wantHelp()) {
      out.println(Arguments.help(usage, type));
      return 0;
    }
    T options;
    TelemetryStreamPlan plan;
    StartPosition start;
    Duration progress;
    Launch launch;
    try {
      options = arguments.as(type);
      plan = TelemetryStreamPlan.of(options);
      start = StartPosition.of(options.getStartFrom());
      progress =
          OptionValues.duration("progressInterval", options.getProgressInterval(), Duration.ZERO);
      OptionValues.number("metricsPort", options.getMetricsPort(), -1, 65_535);
      launch = runner.prepare(options);
    } catch (IllegalArgumentException | IOException e) {
      out.println("wattflow stream: " + e.getMessage());
      return USAGE;
    }
    try (HostedCounters counters = new HostedCounters(out)) {
      if (options.getMetricsPort() >= 0) {
        counters.serve(options.getMetricsPort());
      }
      Preflight.check(plan);
      if (!launch.restored()) {
        start.apply(plan, out);
      }
      if (launch.hosted()) {
        counters.report(progress);
      }
      return execute(options, plan, launch, out);
    } catch (UnavailableException e) {
      out.println("wattflow stream: " + e.getMessage());
      return FAILURE;
    } catch (IOException e) {
      out.println(
          "wattflow stream: --metricsPort=" + options.getMetricsPort() + ": " + e.getMessage());
      return FAILURE;
    }
  }

  private static int execute(
      TelemetryStreamOptions options, TelemetryStreamPlan plan, Launch launch, PrintStream out) {
    Pipeline pipeline = Pipeline.create(options);
    TelemetryStream.build(pipeline, plan);
    try {
      PipelineResult result = pipeline.run();
      if (launch.detached()) {
        out.println("submitted " + options.getJobName());
        return 0;
      }
      return result.waitUntilFinish() == PipelineResult.State.FAILED ? FAILURE : 0;
    } catch (RuntimeException e) {
      // Runners wrap whatever ends a job in a bare RuntimeException.
      LOG.error("the job has failed", e);
      out.println("wattflow stream: the job has failed: " + RootCause.line(e));
      return FAILURE;
    }
  }
}
