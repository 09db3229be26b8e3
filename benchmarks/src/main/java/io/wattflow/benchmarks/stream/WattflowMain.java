package io.wattflow.benchmarks.stream;

import static io.wattflow.beam.rollup.Rollups.PARTIALS;
import static io.wattflow.beam.rollup.Rollups.ROWS;

import io.wattflow.beam.DecodeTelemetry;
import io.wattflow.beam.source.ReadTelemetry;
import io.wattflow.benchmarks.live.StreamSettings;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.pipelines.TelemetryStreamPlan;
import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.runners.flink.FlinkStream;
import io.wattflow.runners.flink.FlinkStreamOptions;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Wattflow itself: the transforms of the product with its own defaults of the Flink runner, less
 * what only the sinks need.
 */
final class WattflowMain {
  private WattflowMain() {}

  public static void main(String[] args) throws InterruptedException {
    StreamChild.run(args, WattflowMain::drain);
  }

  private static void drain(StreamWork work) {
    FlinkStreamOptions options =
        Arguments.of(arguments(work).toArray(String[]::new))
            .withDefaults(FlinkStream.DEFAULTS)
            .as(FlinkStreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, TelemetryStreamPlan.of(options));
    pipeline.run().waitUntilFinish();
  }

  private static List<String> arguments(StreamWork work) {
    return StreamSettings.merged(
        List.of(
            "--bootstrapServers=" + work.bootstrap(),
            "--topic=" + work.topic(),
            "--groupId=bench-" + work.round(),
            "--outOfOrderness=" + StreamWork.OUT_OF_ORDERNESS.toSeconds() + "s",
            // A partition that is done must not let its closer's windows close.
            "--idleTimeout=1h",
            "--allowedLateness=0s",
            "--minuteEarlyFiring=0s",
            "--windowEarlyFiring=0s",
            "--flinkMaster=[local]",
            // The counting sink cannot take rows back: a restart would count them again.
            "--numberOfExecutionRetries=0",
            "--parallelism=" + work.parallelism(),
            "--stateBackend=" + (work.rocksDb() ? "rocksdb" : "filesystem"),
            "--stateBackendStoragePath=" + work.folder().resolve("checkpoints").toUri(),
            "--externalizedCheckpointsEnabled=true",
            "--retainExternalizedCheckpointsOnCancellation=true"),
        work.options());
  }

  /** As {@code TelemetryStream}, with counters for sinks. */
  private static void build(Pipeline pipeline, TelemetryStreamPlan plan) {
    DecodeTelemetry.Shape product = plan.decoding().withoutRawRows();
    DecodeTelemetry.Shape shape =
        new DecodeTelemetry.Shape(
            product.shards(),
            product.minuteMillis(),
            product.maxBlockRows(),
            product.rawRows(),
            product.limits(),
            product.decoder(),
            new FirstReadClock());
    PCollectionTuple minutes =
        pipeline
            .apply(
                "ReadTelemetry",
                new ReadTelemetry(
                    plan.bootstrapServers(),
                    plan.topic(),
                    plan.groupId(),
                    plan.outOfOrderness(),
                    plan.idleTimeout(),
                    plan.limits().maxFutureSkew(),
                    false))
            .apply("DecodeTelemetry", new DecodeTelemetry(shape))
            .get(DecodeTelemetry.DELTAS)
            .apply("RollUpMinutes", plan.rollups().minutes());
    PCollectionTuple sliding =
        minutes.get(PARTIALS).apply("SlideWindows", plan.rollups().slidingWindows());
    PCollectionTuple hours =
        minutes.get(PARTIALS).apply("RollUpHours", plan.rollups().hours().rowsOnly());
    count("CountMinutes", minutes.get(ROWS), Tally.Window.MINUTE);
    count("CountSlidingWindows", sliding.get(ROWS), Tally.Window.SLIDING);
    count("CountHours", hours.get(ROWS), Tally.Window.HOUR);
  }

  private static void count(String step, PCollection<RowBlock> rows, Tally.Window window) {
    rows.apply(step, ParDo.of(new CountRowsFn(window)));
  }
}
