package io.wattflow.pipelines;

import io.wattflow.pipelines.options.ClickHouseOptions;
import io.wattflow.pipelines.options.KafkaOptions;
import io.wattflow.pipelines.options.LaunchOptions;
import io.wattflow.pipelines.options.RedisOptions;
import io.wattflow.pipelines.options.RollupOptions;

/** All options of the telemetry stream. */
public interface TelemetryStreamOptions
    extends KafkaOptions, RollupOptions, ClickHouseOptions, RedisOptions, LaunchOptions {}
