package io.wattflow.beam.rollup;

import io.wattflow.beam.RowBlockCoder;
import io.wattflow.core.rows.RowBlock;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/** The two outputs of every roll-up. */
public final class Rollups {
  /** Absolute, versioned rows of the series that changed: one block per shard, window and pane. */
  public static final TupleTag<RowBlock> ROWS = new TupleTag<>("rows") {};

  /** The same series as partials for the next longer window: shard and packed partials. */
  public static final TupleTag<KV<Integer, byte[]>> PARTIALS = new TupleTag<>("partials") {};

  private Rollups() {}

  /**
   * Name of the step that groups by shard. The number stands in it because it is part of the
   * state's keys: a job with another number must not restore this state, and the runner refuses
   * what it does not know by name.
   */
  static String groupingStep(int shards) {
    return "GroupBy" + shards + "Shards";
  }

  static PCollectionTuple withCoders(PCollectionTuple outputs) {
    outputs.get(ROWS).setCoder(RowBlockCoder.of());
    outputs.get(PARTIALS).setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
    return outputs;
  }
}
