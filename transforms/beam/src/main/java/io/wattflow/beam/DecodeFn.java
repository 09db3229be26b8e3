package io.wattflow.beam;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.beam.source.RecordPack;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.core.shard.Shards;
import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.RejectionReason;
import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The hot path: bytes in, packed deltas and row blocks out; no object per reading in between.
 *
 * <p>What a bundle has read is held in plain fields until the bundle ends. That is safe, since a
 * runner acknowledges the bundle's input only after {@code finishBundle}, and it holds the output
 * watermark until then, so that what leaves at the end of the bundle is not late.
 */
final class DecodeFn extends DoFn<KafkaRecord<byte[], byte[]>, KV<Integer, byte[]>> {
  private final DecodeTelemetry.Shape shape;

  private transient Hot hot;

  DecodeFn(DecodeTelemetry.Shape shape) {
    this.shape = shape;
  }

  @Setup
  public void setup() {
    hot = new Hot(shape);
  }

  @StartBundle
  public void startBundle() {
    hot.clear();
  }

  @ProcessElement
  public void processElement(
      @Element KafkaRecord<byte[], byte[]> pack, MultiOutputReceiver outputs) {
    RecordPack records = new RecordPack(pack);
    while (records.next()) {
      byte[] deadLetter = hot.accept(records);
      if (deadLetter != null) {
        outputs
            .get(DecodeTelemetry.DEAD_LETTERS)
            .output(KV.of(DeadLetterRecords.key(records.record()), deadLetter));
      } else if (hot.raw.isFull()) {
        outputs.get(DecodeTelemetry.RAW).output(hot.raw.build());
      }
    }
    if (!hot.begun) {
      // Whoever watches a job start sees it read at once, not after its first bundle.
      hot.begun = true;
      hot.counters.publish();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (!hot.raw.isEmpty()) {
      context.output(
          DecodeTelemetry.RAW,
          hot.raw.build(),
          GlobalWindow.TIMESTAMP_MIN_VALUE,
          GlobalWindow.INSTANCE);
    }
    hot.minutes.forEach(
        (start, shards) -> {
          for (int shard = 0; shard < shards.length; shard++) {
            ReadingSets sets = shards[shard];
            if (sets != null) {
              context.output(
                  DecodeTelemetry.DELTAS,
                  KV.of(shard, sets.encode()),
                  new Instant(start),
                  GlobalWindow.INSTANCE);
            }
          }
        });
    hot.counters.publish();
    hot.clear();
  }

  /** Everything of a DoFn instance that is not sent to workers. */
  private static final class Hot {
    private final DecodeTelemetry.Shape shape;
    private final ReadingDecoder decoder;
    private final ReadingValidator validator;
    private final DecodedReading reading = new DecodedReading();
    private final RowBlockBuilder raw;
    private final BundleCounters counters = new BundleCounters();
    private final Map<Long, @Nullable ReadingSets[]> minutes = new HashMap<>();
    // Readings come roughly in order of time, so the minute of the last one is mostly that of the
    // next.
    private long lastMinute = Long.MIN_VALUE;
    private @Nullable ReadingSets[] lastShards = new ReadingSets[0];
    private boolean begun;

    Hot(DecodeTelemetry.Shape shape) {
      this.shape = shape;
      this.decoder = new ReadingDecoder(shape.decoder());
      this.validator = new ReadingValidator(shape.limits());
      this.raw = new RowBlockBuilder(Table.TELEMETRY, shape.maxBlockRows());
    }

    void clear() {
      minutes.clear();
      lastMinute = Long.MIN_VALUE;
    }

    /** Takes the current record in; the value of its dead letter if it is bad, else null. */
    byte @Nullable [] accept(RecordPack records) {
      counters.add(PipelineCounter.RECORDS_READ, 1);
      DecodeFailure failure =
          decoder.decode(records.buffer(), records.valueOffset(), records.valueLength(), reading);
      if (failure != null) {
        counters.add(PipelineCounter.DEAD_LETTERS, 1);
        return DeadLetterRecords.value(
            records.record(), "decode", failure.name(), decoder.detail());
      }
      RejectionReason rejection = validator.validate(reading, shape.clock().millis());
      if (rejection != null) {
        counters.add(PipelineCounter.DEAD_LETTERS, 1);
        return DeadLetterRecords.value(
            records.record(), "validate", rejection.name(), validator.describe(rejection, reading));
      }
      put(reading);
      return null;
    }

    private void put(DecodedReading reading) {
      long minute =
          Math.floorDiv(reading.eventTimeMillis(), shape.minuteMillis()) * shape.minuteMillis();
      if (minute != lastMinute) {
        lastShards = minutes.computeIfAbsent(minute, start -> new ReadingSets[shape.shards()]);
        lastMinute = minute;
      }
      // Hashed once: the shard and the place in the set both come from it.
      long hash =
          Shards.hash(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
      int shard = Shards.shardOf(hash, shape.shards());
      ReadingSets sets = lastShards[shard];
      if (sets == null) {
        sets = new ReadingSets(minute, shape.minuteMillis());
        lastShards[shard] = sets;
      }
      sets.add(reading, hash);
      if (shape.rawRows()) {
        raw.append(reading, hash);
        counters.add(PipelineCounter.RAW_ROWS, 1);
      }
    }
  }
}
