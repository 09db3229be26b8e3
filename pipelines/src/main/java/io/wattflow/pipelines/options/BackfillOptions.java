package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of a backfill. */
public interface BackfillOptions extends RecomputeOptions, SourceOptions {
  @Description("Say what would be read and written, and do nothing.")
  @Default.Boolean(false)
  boolean getDryRun();

  void setDryRun(boolean value);

  @Description(
      "Generation of the rows. 0 recomputes what was measured. A correction that edits history has a"
          + " higher one, up to 5825 (with the usual windows): its rows win over all of lower ones, and"
          + " those of the stream lose from then on.")
  @Default.Integer(0)
  int getGeneration();

  void setGeneration(int value);
}
