package io.wattflow.beam.rollup;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialDelta;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.time.Instant;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;

/** What the roll-ups take in, made by hand: readings of 1,200 W of one METER, every 10 s. */
final class Deltas {
  static final KvCoder<Integer, byte[]> CODER = KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());
  static final long MINUTE = 60_000;
  static final double WATTS = 1_200;

  private Deltas() {}

  /** The delta of the readings at the given instants, which lie in one minute. */
  static TimestampedValue<KV<Integer, byte[]>> readings(Instant... instants) {
    ReadingSets sets = sets(instants);
    return TimestampedValue.of(
        KV.of(3, sets.encode()), org.joda.time.Instant.ofEpochMilli(sets.windowStartMillis()));
  }

  /**
   * The partial of a minute with readings at the given instants, as {@link RollUpMinutes} sends it.
   */
  static TimestampedValue<KV<Integer, byte[]>> minute(Instant... instants) {
    EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
    PartialDelta delta = new PartialDelta();
    ReadingSets sets = sets(instants);
    sets.drainChanged(
        readings -> {
          aggregator.summarise(readings);
          delta.add(readings.key(), readings.windowStartMillis(), aggregator);
        });
    return TimestampedValue.of(
        KV.of(3, delta.encode()),
        org.joda.time.Instant.ofEpochMilli(sets.windowStartMillis() + MINUTE - 1));
  }

  private static ReadingSets sets(Instant... instants) {
    long minute = Math.floorDiv(instants[0].toEpochMilli(), MINUTE) * MINUTE;
    ReadingSets sets = new ReadingSets(minute, MINUTE);
    for (Instant instant : instants) {
      sets.add(
          new DecodedReading().set("meter-1", 7, DeviceType.METER, instant.toEpochMilli(), WATTS));
    }
    return sets;
  }
}
