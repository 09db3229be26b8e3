package io.wattflow.runners.direct;

import io.wattflow.pipelines.TelemetryStreamOptions;
import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.launch.StreamLauncher;
import org.apache.beam.runners.direct.DirectRunner;

/**
 * The telemetry stream on the direct runner. It keeps no checkpoints and is slow: for small data
 * and for finding out whether a fault is Flink's.
 */
public final class DirectStream {
  private static final String USAGE =
      "Usage: wattflow stream --runner=direct [--option=value ...]\n\n"
          + "Runs the telemetry stream in this process, without checkpoints.";

  private DirectStream() {}

  public static void main(String[] args) {
    System.exit(
        StreamLauncher.run(
            USAGE,
            Arguments.of(args),
            TelemetryStreamOptions.class,
            options -> {
              options.setRunner(DirectRunner.class);
              return new StreamLauncher.Launch(false, true, false);
            },
            System.out));
  }
}
