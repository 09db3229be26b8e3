package io.wattflow.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.beam.rollup.Panes;
import io.wattflow.beam.rollup.RollUpMinutes;
import io.wattflow.beam.source.RecordPack;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.DecoderOptions;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.jupiter.api.Test;

/** read = rolled up + dead letters + later than the allowed lateness. */
class CountersEquationTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration LATENESS = Duration.ofMinutes(10);

  private long offset;

  @Test
  void everyRecordIsRolledUpOrADeadLetterOrTooLate() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(
            "Records",
            TestStream.create(KafkaRecordCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))
                .advanceWatermarkTo(joda(NOON))
                .addElements(reading(0), reading(10), reading(10), garbage(20))
                .advanceWatermarkTo(joda(NOON.plusSeconds(60)))
                .addElements(reading(30))
                .advanceWatermarkTo(joda(NOON.plusSeconds(61).plus(LATENESS)))
                .addElements(reading(40), reading(50))
                .advanceWatermarkToInfinity())
        .apply(
            "Decode",
            new DecodeTelemetry(
                new DecodeTelemetry.Shape(
                    8,
                    60_000,
                    1_000,
                    true,
                    ValidationLimits.defaults(),
                    DecoderOptions.DEFAULTS,
                    Clock.fixed(NOON.plus(Duration.ofHours(1)), ZoneOffset.UTC))))
        .get(DecodeTelemetry.DELTAS)
        .apply(
            "RollUp",
            new RollUpMinutes(
                Duration.ofMinutes(1),
                64,
                new Panes(Duration.ofSeconds(10), LATENESS),
                MeteringRules.defaults(),
                0));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(count(result, PipelineCounter.RECORDS_READ)).isEqualTo(7);
    assertThat(count(result, PipelineCounter.READINGS_ROLLED_UP)).isEqualTo(4);
    assertThat(count(result, PipelineCounter.READINGS_LATE)).isEqualTo(1);
    assertThat(count(result, PipelineCounter.DEAD_LETTERS)).isEqualTo(1);
    assertThat(count(result, PipelineCounter.RAW_ROWS)).isEqualTo(6);
    // The last term of the equation: what Beam dropped, and the raw table has.
    assertThat(
            count(result, PipelineCounter.RECORDS_READ)
                - count(result, PipelineCounter.READINGS_ROLLED_UP)
                - count(result, PipelineCounter.DEAD_LETTERS))
        .isEqualTo(2);
  }

  private TimestampedValue<KafkaRecord<byte[], byte[]>> reading(int second) {
    Instant instant = NOON.plusSeconds(second);
    return record(
        instant,
        new ReadingEncoder()
            .encode(
                new DecodedReading()
                    .set("meter-1", 7, DeviceType.METER, instant.toEpochMilli(), 100)));
  }

  private TimestampedValue<KafkaRecord<byte[], byte[]>> garbage(int second) {
    return record(NOON.plusSeconds(second), new byte[] {1, 2, 3});
  }

  private TimestampedValue<KafkaRecord<byte[], byte[]>> record(Instant instant, byte[] payload) {
    return TimestampedValue.of(
        RecordPack.of(
            List.of(
                new KafkaRecord<>(
                    "telemetry-data",
                    0,
                    offset++,
                    instant.toEpochMilli(),
                    KafkaTimestampType.CREATE_TIME,
                    null,
                    KV.of(new byte[] {7}, payload)))),
        joda(instant));
  }

  private static long count(PipelineResult result, PipelineCounter counter) {
    long sum = 0;
    for (MetricResult<Long> found :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(
                        MetricNameFilter.named(BundleCounters.NAMESPACE, counter.metricName()))
                    .build())
            .getCounters()) {
      sum += found.getCommitted();
    }
    return sum;
  }

  private static org.joda.time.Instant joda(Instant instant) {
    return org.joda.time.Instant.ofEpochMilli(instant.toEpochMilli());
  }
}
