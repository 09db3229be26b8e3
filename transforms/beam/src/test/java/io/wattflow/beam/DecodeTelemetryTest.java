package io.wattflow.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.beam.source.RecordPack;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.core.shard.Shards;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.golden.RegistryContractServer;
import io.wattflow.schemas.golden.WireCase;
import io.wattflow.schemas.wire.DeadLetterCodec;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.DecoderOptions;
import io.wattflow.schemas.wire.RegistryOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden folder of wire bytes, through the decoding step. */
class DecodeTelemetryTest {
  private static final int SHARDS = 64;
  private static final int OFFSET = 1_000;
  private static final int RAW_BLOCK_ROWS = 2;

  @ParameterizedTest
  @MethodSource("io.wattflow.schemas.golden.WireCase#names")
  void wireBytesBecomeAReadingOrADeadLetter(String name) throws Exception {
    WireCase wire = WireCase.named(name);
    try (RegistryContractServer registry = RegistryContractServer.knowing(wire.registry())) {
      Outcome outcome = decode(options(wire, registry), List.of(wire.payload()));
      assertThat(outcome.count(PipelineCounter.RECORDS_READ)).isEqualTo(1);
      if (wire.stage() == WireCase.Stage.ACCEPT) {
        assertThat(outcome.deadLetters()).isEmpty();
        outcome.hasOnly(Objects.requireNonNull(wire.reading()));
      } else {
        assertThat(outcome.deltas()).isEmpty();
        assertThat(outcome.raw()).isEmpty();
        assertThat(outcome.deadLetters()).hasSize(1);
        DeadLetter letter = outcome.deadLetters().get(0);
        assertThat(letter.getReason()).isEqualTo(wire.reason());
        assertThat(letter.getStep()).isEqualToIgnoringCase(wire.stage().name());
        assertThat(letter.getDetail()).isNotBlank();
        assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(wire.payload()));
      }
    }
  }

  @Test
  void deadLettersSayWhereTheyComeFrom() throws Exception {
    byte[] valid = WireCase.named("valid-v2-minimal").payload();
    List<byte @Nullable []> payloads = new ArrayList<>();
    payloads.add(valid);
    payloads.add(new byte[] {9, 9, 9});
    payloads.add(null);
    Outcome outcome = decode(DecoderOptions.DEFAULTS, payloads);
    assertThat(outcome.deadLetters())
        .extracting(DeadLetter::getTopic, DeadLetter::getPartition, DeadLetter::getOffset)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("telemetry-data", 2, OFFSET + 1L),
            org.assertj.core.groups.Tuple.tuple("telemetry-data", 2, OFFSET + 2L));
    assertThat(outcome.deadLetterKeys())
        .containsExactlyInAnyOrder("telemetry-data-2-1001", "telemetry-data-2-1002");
    assertThat(outcome.deadLetters())
        .extracting(letter -> StandardCharsets.UTF_8.decode(letter.getKey()).toString())
        .containsOnly("key");
  }

  @Test
  void everyRecordIsCountedOnceAndRepetitionsShareADelta() throws Exception {
    byte[] valid = WireCase.named("valid-v2-all-fields").payload();
    Outcome outcome = decode(DecoderOptions.DEFAULTS, List.of(valid, valid, new byte[] {1}, valid));
    long put = outcome.deltas().stream().mapToLong(d -> sets(d).readingsPut()).sum();
    assertThat(outcome.count(PipelineCounter.RECORDS_READ)).isEqualTo(4);
    assertThat(outcome.count(PipelineCounter.DEAD_LETTERS)).isEqualTo(1);
    assertThat(put).isEqualTo(3);
    ReadingSets union = sets(outcome.deltas().get(0));
    outcome.deltas().forEach(delta -> union.merge(delta.getValue()));
    assertThat(union.distinctReadings()).isEqualTo(1);
    assertThat(outcome.raw())
        .as("a block leaves as soon as it is full, in the middle of a pack too")
        .extracting(RowBlock::rows)
        .containsExactlyInAnyOrder(2, 1);
  }

  private static DecoderOptions options(WireCase wire, RegistryContractServer registry) {
    return wire.registry().isEmpty()
        ? DecoderOptions.DEFAULTS
        : DecoderOptions.DEFAULTS.withRegistry(RegistryOptions.at(registry.url()));
  }

  /** All payloads in one pack. */
  private static Outcome decode(DecoderOptions options, List<byte @Nullable []> payloads) {
    DecodeTelemetry.Shape shape =
        new DecodeTelemetry.Shape(
            SHARDS,
            60_000,
            RAW_BLOCK_ROWS,
            true,
            ValidationLimits.defaults(),
            options,
            Clock.fixed(WireCase.CLOCK, ZoneOffset.UTC));
    List<KafkaRecord<byte[], byte[]>> records = new ArrayList<>();
    for (byte @Nullable [] payload : payloads) {
      records.add(
          new KafkaRecord<>(
              "telemetry-data",
              2,
              OFFSET + records.size(),
              WireCase.CLOCK.toEpochMilli(),
              KafkaTimestampType.CREATE_TIME,
              null,
              KV.of("key".getBytes(StandardCharsets.UTF_8), payload)));
    }
    try (Collected<KV<Integer, byte[]>> deltas = new Collected<>();
        Collected<RowBlock> raw = new Collected<>();
        Collected<KV<byte[], byte[]>> deadLetters = new Collected<>()) {
      Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
      PCollectionTuple decoded =
          pipeline
              .apply(
                  "Records",
                  Create.of(RecordPack.of(records))
                      .withCoder(
                          KafkaRecordCoder.of(
                              ByteArrayCoder.of(), NullableCoder.of(ByteArrayCoder.of()))))
              .apply("Decode", new DecodeTelemetry(shape));
      decoded.get(DecodeTelemetry.DELTAS).apply("Deltas", deltas.sink());
      decoded.get(DecodeTelemetry.RAW).apply("Raw", raw.sink());
      decoded.get(DecodeTelemetry.DEAD_LETTERS).apply("DeadLetters", deadLetters.sink());
      PipelineResult result = pipeline.run();
      result.waitUntilFinish();
      return new Outcome(deltas.elements(), raw.elements(), deadLetters.elements(), result);
    }
  }

  private static ReadingSets sets(KV<Integer, byte[]> delta) {
    return ReadingSets.decode(delta.getValue());
  }

  private record Outcome(
      List<KV<Integer, byte[]>> deltas,
      List<RowBlock> raw,
      List<KV<byte[], byte[]>> letters,
      PipelineResult result) {

    List<DeadLetter> deadLetters() {
      return letters.stream().map(letter -> decoded(letter.getValue())).toList();
    }

    List<String> deadLetterKeys() {
      return letters.stream()
          .map(letter -> new String(letter.getKey(), StandardCharsets.UTF_8))
          .toList();
    }

    private static DeadLetter decoded(byte[] value) {
      try {
        return DeadLetterCodec.decode(value);
      } catch (io.wattflow.schemas.wire.InvalidMessageException e) {
        throw new AssertionError(e);
      }
    }

    /** One raw row and one delta, both of this reading. */
    void hasOnly(DecodedReading reading) {
      RowBlockBuilder row = new RowBlockBuilder(Table.TELEMETRY, 1);
      row.append(reading);
      assertThat(raw).containsExactly(row.build());
      assertThat(deltas).hasSize(1);
      long minute = Instant.ofEpochMilli(reading.eventTimeMillis()).getEpochSecond() / 60 * 60_000;
      ReadingSets expected = new ReadingSets(minute, 60_000);
      expected.add(reading);
      assertThat(sets(deltas.get(0)).encodeContent()).isEqualTo(expected.encodeContent());
      assertThat(deltas.get(0).getKey())
          .isEqualTo(
              Shards.shardOf(
                  reading.deviceIdBuffer(),
                  reading.deviceIdOffset(),
                  reading.deviceIdLength(),
                  SHARDS));
    }

    long count(PipelineCounter counter) {
      return result
          .metrics()
          .queryMetrics(
              MetricsFilter.builder()
                  .addNameFilter(
                      MetricNameFilter.named(BundleCounters.NAMESPACE, counter.metricName()))
                  .build())
          .getCounters()
          .iterator()
          .next()
          .getCommitted();
    }
  }
}
