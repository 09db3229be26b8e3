package io.wattflow.runners.flink;

import io.wattflow.pipelines.options.AuditOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Options of an audit on Flink. */
public interface FlinkAuditOptions extends AuditOptions, FlinkPipelineOptions {}
