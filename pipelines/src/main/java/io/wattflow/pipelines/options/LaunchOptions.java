package io.wattflow.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What the launching process shows of a job that it hosts itself. */
public interface LaunchOptions extends PipelineOptions {
  @Description("How often a job in this process prints its counts; 0s: never.")
  @Default.String("10s")
  String getProgressInterval();

  void setProgressInterval(String value);

  @Description(
      "Port on 127.0.0.1 where a job in this process shows its counters in Prometheus format; 0: any"
          + " free port (printed), -1: none.")
  @Default.Integer(-1)
  int getMetricsPort();

  void setMetricsPort(int value);
}
