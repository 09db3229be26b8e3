package io.wattflow.beam;

import io.wattflow.beam.source.RecordPack;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecoderOptions;
import java.io.Serializable;
import java.time.Clock;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Decodes and validates wire records, which come in packs ({@link RecordPack}), and combines what
 * is good before the first shuffle.
 *
 * <p>Three outputs:
 *
 * <ul>
 *   <li>{@link #DELTAS}: for each shard of devices and minute that the bundle touched, the set of
 *       its distinct readings, packed ({@code ReadingSets}). Timestamped within that minute.
 *   <li>{@link #RAW}: blocks of rows for the raw table. Never windowed: nothing is too late here.
 *   <li>{@link #DEAD_LETTERS}: Kafka key and value of a dead letter for each record that did not
 *       decode or validate, with its original bytes, reason and place of origin.
 * </ul>
 *
 * <p>Every record leaves through exactly one of the first or the third; a bad record never throws.
 */
public final class DecodeTelemetry
    extends PTransform<PCollection<KafkaRecord<byte[], byte[]>>, PCollectionTuple> {
  /** Packed sets of readings by shard; the window is not yet assigned. */
  public static final TupleTag<KV<Integer, byte[]>> DELTAS = new TupleTag<>("deltas") {};

  /** Blocks of raw rows. */
  public static final TupleTag<RowBlock> RAW = new TupleTag<>("raw") {};

  /** Key and value of records for the dead-letter topic. */
  public static final TupleTag<KV<byte[], byte[]>> DEAD_LETTERS = new TupleTag<>("deadLetters") {};

  private final Shape shape;

  /**
   * How to decode.
   *
   * @param shards number of shards that devices are spread over; 1 or more, and the same in the
   *     whole pipeline
   * @param minuteMillis length of the shortest window, in milliseconds
   * @param maxBlockRows rows of a raw block, at most; 1 or more
   * @param rawRows whether {@link #RAW} is built at all; without, nothing leaves there
   * @param limits what a valid reading is
   * @param decoder what the decoder accepts
   * @param clock tells what is too far in the future or the past
   */
  public record Shape(
      int shards,
      long minuteMillis,
      int maxBlockRows,
      boolean rawRows,
      ValidationLimits limits,
      DecoderOptions decoder,
      Clock clock)
      implements Serializable {
    /** The same without raw rows: for pipelines that only roll up. */
    public Shape withoutRawRows() {
      return new Shape(shards, minuteMillis, maxBlockRows, false, limits, decoder, clock);
    }
  }

  public DecodeTelemetry(Shape shape) {
    this.shape = shape;
  }

  @Override
  public PCollectionTuple expand(PCollection<KafkaRecord<byte[], byte[]>> records) {
    PCollectionTuple outputs =
        records.apply(
            "DecodeValidateCombine",
            ParDo.of(new DecodeFn(shape))
                .withOutputTags(DELTAS, TupleTagList.of(RAW).and(DEAD_LETTERS)));
    outputs.get(DELTAS).setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
    outputs.get(RAW).setCoder(RowBlockCoder.of());
    outputs.get(DEAD_LETTERS).setCoder(KvCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()));
    return outputs;
  }
}
