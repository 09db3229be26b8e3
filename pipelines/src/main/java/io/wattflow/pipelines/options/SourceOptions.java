package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Where a backfill takes its readings from. */
public interface SourceOptions extends JdbcSourceOptions {
  @Description(
      "Where readings are taken from: raw (the raw table, until its TTL), files (an archive that"
          + " `wattflow archive` has written) or jdbc (a relational database).")
  @Default.String("raw")
  String getSource();

  void setSource(String value);

  @Description(
      "Folder of the archive, with --source=files. On a cluster every worker has to see it under"
          + " this path.")
  @Default.String("")
  String getArchiveDir();

  void setArchiveDir(String value);

  @Description(
      "With --source=files: write the readings of the days back to the raw table as well. Rows older"
          + " than its TTL go again with its next merge.")
  @Default.Boolean(false)
  boolean getRestoreRaw();

  void setRestoreRaw(boolean value);
}
