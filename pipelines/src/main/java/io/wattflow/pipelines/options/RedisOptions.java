package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** What dashboards read from Redis. */
public interface RedisOptions extends CacheOptions {
  @Description("How long the latest status of a device is kept without news.")
  @Default.String("1d")
  String getStatusTtl();

  void setStatusTtl(String value);
}
