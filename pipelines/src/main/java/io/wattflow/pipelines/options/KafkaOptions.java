package io.wattflow.pipelines.options;

import io.wattflow.schemas.wire.DecoderOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Where telemetry is read and dead letters are written. */
public interface KafkaOptions extends PipelineOptions {
  @Description("Kafka brokers, host:port separated by commas.")
  @Default.String("127.0.0.1:9092")
  String getBootstrapServers();

  void setBootstrapServers(String value);

  @Description("Topic of the telemetry readings.")
  @Default.String("telemetry-data")
  String getTopic();

  void setTopic(String value);

  @Description("Topic that records go to which do not decode or validate.")
  @Default.String("telemetry-dead-letters")
  String getDeadLetterTopic();

  void setDeadLetterTopic(String value);

  @Description("Consumer group whose committed offsets show the job's progress.")
  @Default.String("wattflow-telemetry")
  String getGroupId();

  void setGroupId(String value);

  @Description(
      "Where a job without a checkpoint starts: earliest, latest, committed, or an instant such as"
          + " 2026-11-01T00:00:00Z: it then reads from the start of the first day that could still"
          + " change at that instant, so that all rows come out whole.")
  @Default.String("earliest")
  String getStartFrom();

  void setStartFrom(String value);

  @Description(
      "Base URL of a Confluent-compatible schema registry; without it, records in that framing"
          + " become dead letters.")
  @Nullable String getSchemaRegistryUrl();

  void setSchemaRegistryUrl(@Nullable String value);

  @Description("Largest payload in bytes; larger records become dead letters.")
  @Default.Integer(DecoderOptions.DEFAULT_MAX_PAYLOAD_BYTES)
  int getMaxPayloadBytes();

  void setMaxPayloadBytes(int value);

  @Description(
      "How far behind the newest event of its partition a reading may be without being late.")
  @Default.String("5s")
  String getOutOfOrderness();

  void setOutOfOrderness(String value);

  @Description("Silence after which an exhausted partition no longer holds the watermark.")
  @Default.String("30s")
  String getIdleTimeout();

  void setIdleTimeout(String value);

  @Description("How far ahead of the clock an event time may be; beyond it is a dead letter.")
  @Default.String("5m")
  String getMaxFutureSkew();

  void setMaxFutureSkew(String value);

  @Description("How old an event time may be; beyond it is a dead letter.")
  @Default.String("365d")
  String getMaxAge();

  void setMaxAge(String value);
}
