package io.wattflow.core.rollup;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;

/**
 * The bytes of a partial, version 1: version byte, then varints in the order of {@link #write}. The
 * version of the data comes first, so that two partials can be ranked without decoding the rest.
 * Canonical: equal partials give equal bytes.
 */
final class PartialCodec {
  static final int VERSION = 1;

  /** Fewest bytes of a partial. */
  static final int MIN_BYTES = 20;

  private PartialCodec() {}

  static void write(ByteWriter out, PartialState state, PowerSketch sketch) {
    out.writeByte(VERSION);
    out.writeVarint(state.version);
    out.writeByte(state.typeCode);
    out.writeByte(state.flags);
    out.writeVarint(state.count);
    out.writeSigned(state.firstTimeMillis);
    out.writeVarint(state.lastTimeMillis - state.firstTimeMillis);
    out.writeSigned(state.sumMilliwatts);
    out.writeSigned(state.minMilliwatts);
    out.writeVarint(state.maxMilliwatts - state.minMilliwatts);
    out.writeVarint(state.firstMilliwatts - state.minMilliwatts);
    out.writeVarint(state.lastMilliwatts - state.minMilliwatts);
    out.writeVarint(state.powerFactorCount);
    if (state.powerFactorCount > 0) {
      out.writeSigned(state.powerFactorSum);
    }
    out.writeSigned(state.doubledEnergy);
    out.writeSigned(state.doubledEstimated);
    out.writeVarint(state.coveredMillis);
    out.writeVarint(state.counterCount);
    if (state.counterCount > 0) {
      out.writeVarint(state.firstCounterTimeMillis - state.firstTimeMillis);
      out.writeVarint(state.lastTimeMillis - state.lastCounterTimeMillis);
      out.writeVarint(state.firstCounter);
      out.writeSigned(state.lastCounter - state.firstCounter);
      out.writeVarint(state.counterEnergy);
    }
    sketch.writeTo(out);
  }

  /** The version of the data in an encoded partial. */
  static long versionOf(ByteReader in) {
    in.expectVersion(VERSION);
    return in.readPositiveLong("version");
  }

  /**
   * Reads a partial; the sketch is added to {@code sketch}, everything else overwrites {@code
   * state}.
   */
  static void read(ByteReader in, PartialState state, SketchCounts sketch) {
    state.clear(0);
    state.version = versionOf(in);
    state.typeCode = in.readByte();
    state.flags = in.readByte();
    state.count = in.readPositiveLong("count");
    state.firstTimeMillis = in.readSigned();
    if (Math.abs(state.firstTimeMillis) > ReadingLimits.MAX_EPOCH_MILLIS) {
      throw in.fail("an instant out of range");
    }
    state.lastTimeMillis = state.firstTimeMillis + readSpan(in);
    state.sumMilliwatts = in.readSigned();
    state.minMilliwatts = in.readSigned();
    state.maxMilliwatts = state.minMilliwatts + in.readPositiveLong("power");
    state.firstMilliwatts = state.minMilliwatts + in.readPositiveLong("power");
    state.lastMilliwatts = state.minMilliwatts + in.readPositiveLong("power");
    state.powerFactorCount = in.readPositiveLong("count of power factors");
    if (state.powerFactorCount > 0) {
      state.powerFactorSum = in.readSigned();
    }
    state.doubledEnergy = in.readSigned();
    state.doubledEstimated = in.readSigned();
    state.coveredMillis = readSpan(in);
    readCounters(in, state);
    long sketched = PowerSketch.readInto(in, sketch);
    check(in, state, sketched);
  }

  private static void readCounters(ByteReader in, PartialState state) {
    state.counterCount = in.readPositiveLong("count of counters");
    if (state.counterCount > 0) {
      state.firstCounterTimeMillis = state.firstTimeMillis + readSpan(in);
      state.lastCounterTimeMillis = state.lastTimeMillis - readSpan(in);
      state.firstCounter = in.readPositiveLong("counter");
      state.lastCounter = state.firstCounter + in.readSigned();
      state.counterEnergy = in.readPositiveLong("counter energy");
      if (state.firstCounter > ReadingLimits.MAX_COUNTER_MILLIWATT_HOURS
          || state.lastCounter > ReadingLimits.MAX_COUNTER_MILLIWATT_HOURS
          || state.lastCounter < 0
          || state.firstCounterTimeMillis > state.lastCounterTimeMillis) {
        throw in.fail("counters out of range");
      }
    }
  }

  private static long readSpan(ByteReader in) {
    long span = in.readVarint();
    if (span < 0 || span > ReadingLimits.MAX_WINDOW_MILLIS) {
      throw in.fail("a span of time longer than any window");
    }
    return span;
  }

  private static boolean outside(long milliwatts, PartialState state) {
    return milliwatts < state.minMilliwatts || milliwatts > state.maxMilliwatts;
  }

  private static void check(ByteReader in, PartialState state, long sketched) {
    long limit = ReadingLimits.MAX_POWER_MILLIWATTS;
    if (state.minMilliwatts < -limit
        || state.minMilliwatts > limit
        || state.maxMilliwatts < state.minMilliwatts
        || state.maxMilliwatts > limit
        || outside(state.firstMilliwatts, state)
        || outside(state.lastMilliwatts, state)) {
      throw in.fail("powers out of range");
    }
    if (state.count < 1
        || state.count != sketched
        || state.powerFactorCount > state.count
        || state.counterCount > state.count
        || state.typeCode > Byte.MAX_VALUE
        || (state.flags & ~Quality.INNER) != 0) {
      throw in.fail("counts, type or flags that contradict each other");
    }
  }
}
