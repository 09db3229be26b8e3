package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Windows, and how readings become energy. */
public interface WindowOptions extends PipelineOptions {
  @Description(
      "Length of the shortest windows, which rollup_1m holds. The tables' names and the coverage in the"
          + " BI views assume the default; so they do for hourWindow and dayWindow.")
  @Default.String("1m")
  String getMinuteWindow();

  void setMinuteWindow(String value);

  @Description("Length of the windows of rollup_1h; a multiple of minuteWindow.")
  @Default.String("1h")
  String getHourWindow();

  void setHourWindow(String value);

  @Description("Length of the windows of rollup_1d, aligned to UTC; a multiple of hourWindow.")
  @Default.String("1d")
  String getDayWindow();

  void setDayWindow(String value);

  @Description("Length of the sliding windows; a multiple of slidingPeriod.")
  @Default.String("5m")
  String getSlidingLength();

  void setSlidingLength(String value);

  @Description("How often a sliding window starts; a multiple of minuteWindow.")
  @Default.String("1m")
  String getSlidingPeriod();

  void setSlidingPeriod(String value);

  @Description(
      "Longest gap between two readings that energy is integrated over, per device type, such as"
          + " INVERTER=30m,HVAC=1m. Default: three reporting intervals, at most 30 minutes.")
  @Default.String("")
  String getGapCaps();

  void setGapCaps(String value);
}
