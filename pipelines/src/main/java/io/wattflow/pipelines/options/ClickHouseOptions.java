package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The store of raw readings and rollups. */
public interface ClickHouseOptions extends PipelineOptions {
  @Description("HTTP address of ClickHouse, such as http://127.0.0.1:8123.")
  @Default.String("http://127.0.0.1:8123")
  String getClickhouseUrl();

  void setClickhouseUrl(String value);

  @Description("Database of the tables; create it with `wattflow migrate`.")
  @Default.String("wattflow")
  String getClickhouseDatabase();

  void setClickhouseDatabase(String value);

  @Description("ClickHouse user.")
  @Default.String("default")
  String getClickhouseUser();

  void setClickhouseUser(String value);

  @Description("ClickHouse password.")
  @Default.String("")
  String getClickhousePassword();

  void setClickhousePassword(String value);

  @Description(
      "How rows are written: jdbc (Beam's JdbcIO), or binary (row blocks as they are over HTTP:"
          + " faster, same guarantee).")
  @Default.String("jdbc")
  String getClickhouseWriter();

  void setClickhouseWriter(String value);

  @Description("Rows of an insert, at most; JdbcIO sends two such blocks at a time.")
  @Default.Integer(250_000)
  int getMaxBlockRows();

  void setMaxBlockRows(int value);

  @Description(
      "How long a write waits for ClickHouse or Redis to come back before the job restores its last"
          + " checkpoint and tries on.")
  @Default.String("10m")
  String getMaxOutage();

  void setMaxOutage(String value);
}
