package io.wattflow.runners.flink;

import io.wattflow.pipelines.options.BackfillOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Options of a backfill on Flink. */
public interface FlinkBackfillOptions extends BackfillOptions, FlinkPipelineOptions {}
