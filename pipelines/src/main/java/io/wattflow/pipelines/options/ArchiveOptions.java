package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of an archive of raw readings. */
public interface ArchiveOptions extends ClickHouseOptions {
  @Description("Folder of the archive; made if it is not there.")
  @Default.String("")
  String getArchiveDir();

  void setArchiveDir(String value);

  @Description("First day (UTC), such as 2026-11-01. Default: the first that has readings.")
  @Default.String("")
  String getFrom();

  void setFrom(String value);

  @Description("The day after the last one. Default: today, so that yesterday is the last.")
  @Default.String("")
  String getTo();

  void setTo(String value);

  @Description(
      "Files of a day, at most: devices are spread over them. A restore reads as many at the same"
          + " time.")
  @Default.Integer(16)
  int getShards();

  void setShards(int value);

  @Description("Say what would be archived, and do nothing.")
  @Default.Boolean(false)
  boolean getDryRun();

  void setDryRun(boolean value);
}
