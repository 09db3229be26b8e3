package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.ReadingLimits.NO_COUNTER;
import static io.wattflow.core.rollup.ReadingLimits.NO_POWER_FACTOR;
import static io.wattflow.core.rollup.ReadingLimits.NO_SEQUENCE;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import io.wattflow.core.coding.EncodingException;

/**
 * The bytes of the readings of one series.
 *
 * <pre>
 * modes  1 byte   bit 0 changed since the last drain; bits 1-2 sequence, 3-4 power factor, 5-6 counter:
 *                 0 no reading has one, 1 every reading has one, 2 some have
 * count  varint   number of readings, at least 1
 * then for each reading
 *   instant       signed varint: the change of the step between instants (regular reporting costs one byte)
 *   power         signed varint: the difference to the reading before
 *   sequence, power factor, counter as the modes say: signed varint of the difference to the last present one;
 *                 in mode 2 that number zigzag-coded plus 1, or 0 for absent
 * </pre>
 */
final class ReadingCodec {
  private static final int NONE = 0;
  private static final int ALL = 1;
  private static final int SOME = 2;

  private static final int SEQUENCE_SHIFT = 1;
  private static final int FACTOR_SHIFT = 3;
  private static final int COUNTER_SHIFT = 5;

  private ReadingCodec() {}

  static void write(ByteWriter out, ReadingColumns readings, int from, int to, boolean changed) {
    int sequenceMode = sequenceMode(readings, from, to);
    int factorMode = factorMode(readings, from, to);
    int counterMode = counterMode(readings, from, to);
    out.writeByte(
        (changed ? 1 : 0)
            | sequenceMode << SEQUENCE_SHIFT
            | factorMode << FACTOR_SHIFT
            | counterMode << COUNTER_SHIFT);
    out.writeVarint(to - from);
    int offset = 0;
    int step = 0;
    int power = 0;
    long sequence = 0;
    int factor = 0;
    long counter = 0;
    for (int i = from; i < to; i++) {
      int newStep = readings.offset(i) - offset;
      out.writeSigned((long) newStep - step);
      step = newStep;
      offset += newStep;
      out.writeSigned((long) readings.power(i) - power);
      power = readings.power(i);
      if (sequenceMode != NONE) {
        sequence = writeOptional(out, sequenceMode, readings.sequence(i), NO_SEQUENCE, sequence);
      }
      if (factorMode != NONE) {
        factor =
            (int) writeOptional(out, factorMode, readings.powerFactor(i), NO_POWER_FACTOR, factor);
      }
      if (counterMode != NONE) {
        counter = writeOptional(out, counterMode, readings.counter(i), NO_COUNTER, counter);
      }
    }
  }

  private static long writeOptional(
      ByteWriter out, int mode, long value, long absent, long previous) {
    if (mode == ALL) {
      out.writeSigned(value - previous);
      return value;
    }
    if (value == absent) {
      out.writeVarint(0);
      return previous;
    }
    long difference = value - previous;
    out.writeVarint(((difference << 1) ^ (difference >> 63)) + 1);
    return value;
  }

  private static int sequenceMode(ReadingColumns readings, int from, int to) {
    int present = 0;
    for (int i = from; i < to; i++) {
      present += readings.sequence(i) == NO_SEQUENCE ? 0 : 1;
    }
    return mode(present, to - from);
  }

  private static int factorMode(ReadingColumns readings, int from, int to) {
    int present = 0;
    for (int i = from; i < to; i++) {
      present += readings.powerFactor(i) == NO_POWER_FACTOR ? 0 : 1;
    }
    return mode(present, to - from);
  }

  private static int counterMode(ReadingColumns readings, int from, int to) {
    int present = 0;
    for (int i = from; i < to; i++) {
      present += readings.counter(i) == NO_COUNTER ? 0 : 1;
    }
    return mode(present, to - from);
  }

  private static int mode(int present, int total) {
    if (present == 0) {
      return NONE;
    }
    return present == total ? ALL : SOME;
  }

  /**
   * Appends the readings of one series to {@code target}.
   *
   * @param windowLength every offset must lie in [0, windowLength)
   * @return whether the series had changed since its last drain
   */
  static boolean read(ByteReader in, ReadingColumns target, int windowLength) {
    int modes = in.readByte();
    int sequenceMode = checkedMode(in, modes >> SEQUENCE_SHIFT);
    int factorMode = checkedMode(in, modes >> FACTOR_SHIFT);
    int counterMode = checkedMode(in, modes >> COUNTER_SHIFT);
    // A reading takes two bytes at least, which bounds the loop by the input.
    int count = in.readCount("number of readings", in.remaining() / 2);
    if (count == 0 || modes > 0x7F) {
      throw in.fail("a series without readings or with unknown modes");
    }
    long offset = 0;
    long step = 0;
    long power = 0;
    long sequence = 0;
    long factor = 0;
    long counter = 0;
    for (int i = 0; i < count; i++) {
      step += in.readSigned();
      offset += step;
      power += in.readSigned();
      boolean hasSequence = sequenceMode != NONE;
      boolean hasFactor = factorMode != NONE;
      boolean hasCounter = counterMode != NONE;
      if (hasSequence) {
        long raw = readOptional(in, sequenceMode);
        hasSequence = sequenceMode == ALL || raw != 0;
        sequence += hasSequence ? difference(sequenceMode, raw) : 0;
      }
      if (hasFactor) {
        long raw = readOptional(in, factorMode);
        hasFactor = factorMode == ALL || raw != 0;
        factor += hasFactor ? difference(factorMode, raw) : 0;
      }
      if (hasCounter) {
        long raw = readOptional(in, counterMode);
        hasCounter = counterMode == ALL || raw != 0;
        counter += hasCounter ? difference(counterMode, raw) : 0;
      }
      if (offset < 0 || offset >= windowLength || sequence < 0 || counter < 0) {
        throw in.fail("a reading outside of its window or range");
      }
      checkRange(in, power, factor, counter);
      target.append(
          (int) offset,
          (int) power,
          hasFactor ? (int) factor : NO_POWER_FACTOR,
          hasCounter ? counter : NO_COUNTER,
          hasSequence ? sequence : NO_SEQUENCE);
    }
    return (modes & 1) != 0;
  }

  private static int checkedMode(ByteReader in, int shifted) {
    int mode = shifted & 3;
    if (mode > SOME) {
      throw in.fail("unknown mode");
    }
    return mode;
  }

  private static long readOptional(ByteReader in, int mode) {
    return mode == ALL ? in.readSigned() : in.readVarint();
  }

  private static long difference(int mode, long raw) {
    if (mode == ALL) {
      return raw;
    }
    long zigzag = raw - 1;
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  private static void checkRange(ByteReader in, long power, long factor, long counter) {
    if (power > ReadingLimits.MAX_POWER_MILLIWATTS
        || power < -ReadingLimits.MAX_POWER_MILLIWATTS
        || factor > ReadingLimits.MAX_POWER_FACTOR
        || factor < -ReadingLimits.MAX_POWER_FACTOR
        || counter > ReadingLimits.MAX_COUNTER_MILLIWATT_HOURS) {
      throw rangeFailure(in);
    }
  }

  private static EncodingException rangeFailure(ByteReader in) {
    return in.fail("a reading beyond its limits");
  }
}
