package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Panes, lateness and shards of a stream, beside its windows. */
public interface RollupOptions extends WindowOptions {
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
}
