package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of a backfill. */
public interface BackfillOptions extends RecomputeOptions, SourceOptions {
  @Description("Say what would be read and written, and do nothing.")
  @Default.Boolean(false)
  boolean getDryRun();

  void setDryRun(boolean value);
}
