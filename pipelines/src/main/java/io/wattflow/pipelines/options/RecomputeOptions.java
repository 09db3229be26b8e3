package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Which windows are recomputed from stored readings, and how much at a time. */
public interface RecomputeOptions extends ClickHouseOptions, WindowOptions, CacheOptions {
  @Description(
      "First day that is recomputed, such as 2026-11-01, or an instant in it. Days are UTC.")
  @Default.String("")
  String getFrom();

  void setFrom(String value);

  @Description("The day after the last one, or an instant in the last one.")
  @Default.String("")
  String getTo();

  void setTo(String value);

  @Description("Only these devices, by their ids, separated by commas. Default: all.")
  @Default.String("")
  String getDevices();

  void setDevices(String value);

  @Description(
      "Only these windows, of rollup_1m, rollup_5m, rollup_1h and rollup_1d, separated by commas."
          + " Without rollup_1d whole hours are read, and not whole days. Default: all.")
  @Default.String("")
  String getTables();

  void setTables(String value);

  @Description(
      "Readings of one job, about; days are joined until they have so many. A job that fails or is"
          + " interrupted loses only its own work.")
  @Default.Integer(50_000_000)
  int getJobReadings();

  void setJobReadings(int value);

  @Description("Readings of one query, about. A device is never cut.")
  @Default.Integer(500_000)
  int getSliceReadings();

  void setSliceReadings(int value);
}
