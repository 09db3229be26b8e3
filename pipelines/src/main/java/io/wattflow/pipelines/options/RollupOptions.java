package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Windows, panes, lateness, and how readings become energy. */
public interface RollupOptions extends PipelineOptions {
  @Description(
      "Shards of devices: what travels through a shuffle instead of single devices. Part of the"
          + " state's key, so a running job cannot change it.")
  @Default.Integer(64)
  int getShards();

  void setShards(int value);

  @Description("Processing time between a reading and the early pane that shows it in its minute.")
  @Default.String("10s")
  String getMinuteEarlyFiring();

  void setMinuteEarlyFiring(String value);

  @Description("The same for 5-minute, 1-hour and 1-day windows; 0s: no early panes.")
  @Default.String("60s")
  String getWindowEarlyFiring();

  void setWindowEarlyFiring(String value);

  @Description(
      "How long a minute can still be corrected after its end, in event time. Derived windows get"
          + " twice, days three times as long. It is paid in state: rate x lateness x 12 bytes.")
  @Default.String("10m")
  String getAllowedLateness();

  void setAllowedLateness(String value);

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
