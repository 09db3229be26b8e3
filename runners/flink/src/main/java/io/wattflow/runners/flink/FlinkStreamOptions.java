package io.wattflow.runners.flink;

import io.wattflow.pipelines.TelemetryStreamOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of the telemetry stream on Flink. */
public interface FlinkStreamOptions extends TelemetryStreamOptions, FlinkPipelineOptions {
  @Description(
      "Folder of the checkpoints, a path or a URL that Flink knows (file:, s3:, hdfs:). For [local]"
          + " it defaults to .wattflow/checkpoints; a cluster uses its own setting.")
  @Nullable String getCheckpointDir();

  void setCheckpointDir(@Nullable String value);

  @Description(
      "Checkpoint or savepoint to go on from: a path, or latest for the newest one in checkpointDir."
          + " Empty: start anew at --startFrom, which is always right, only slower.")
  @Default.String("")
  String getRestoreFrom();

  void setRestoreFrom(String value);
}
