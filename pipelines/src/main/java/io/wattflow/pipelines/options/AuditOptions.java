package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of an audit. */
public interface AuditOptions extends RecomputeOptions {
  @Description("Make what differs as it should be: exactly those rows, and no others.")
  @Default.Boolean(false)
  boolean getRepair();

  void setRepair(boolean value);

  @Description(
      "How long a window must have been over. Before that the stream may still change it: give"
          + " three times its --allowedLateness, and some more.")
  @Default.String("1h")
  String getSettled();

  void setSettled(String value);

  @Description("How many differences are described, at most, for each table.")
  @Default.Integer(10)
  int getExamples();

  void setExamples(int value);

  @Description(
      "Stay, and audit the hours that have settled since the last time, and each day that has, again"
          + " and again: every hour with 1h. Then --from is where to begin, by default the current"
          + " hour, and --to is not given.")
  @Default.String("")
  String getEvery();

  void setEvery(String value);
}
