package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The cache that dashboards read. */
public interface RedisOptions extends PipelineOptions {
  @Description("Redis address, such as redis://127.0.0.1:6379.")
  @Default.String("redis://127.0.0.1:6379")
  String getRedisUrl();

  void setRedisUrl(String value);

  @Description("How long the latest status of a device is kept without news.")
  @Default.String("1d")
  String getStatusTtl();

  void setStatusTtl(String value);
}
