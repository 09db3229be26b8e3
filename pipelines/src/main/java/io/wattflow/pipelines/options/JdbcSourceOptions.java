package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** A relational database that readings are taken from. */
public interface JdbcSourceOptions extends PipelineOptions {
  @Description(
      "With --source=jdbc: the database, such as jdbc:postgresql://host/energy. A driver for"
          + " PostgreSQL is there.")
  @Default.String("")
  String getJdbcUrl();

  void setJdbcUrl(String value);

  @Description("Its user.")
  @Default.String("")
  String getJdbcUser();

  void setJdbcUser(String value);

  @Description("The user's password; better by the environment: WATTFLOW_JDBC_PASSWORD.")
  @Default.String("")
  String getJdbcPassword();

  void setJdbcPassword(String value);

  @Description(
      "A query with two parameters, from which event time and up to which: SELECT device_id, user_id,"
          + " device_type, event_time, power_watts, power_factor, energy_counter_wh, sequence FROM"
          + " readings WHERE event_time >= ? AND event_time < ?. The last three and device_type may"
          + " be missing.")
  @Default.String("")
  String getJdbcQuery();

  void setJdbcQuery(String value);

  @Description("Event time that one query reads.")
  @Default.String("1h")
  String getJdbcSlice();

  void setJdbcSlice(String value);
}
