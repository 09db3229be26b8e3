package io.wattflow.pipelines.archive;

import io.wattflow.core.rollup.Quantities;
import io.wattflow.core.rollup.ReadingLimits;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.schemas.wire.DecodedReading;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Tallies readings of one day as ClickHouse does it by {@link #SQL}: two computations that share
 * nothing but the definition.
 *
 * <p>The hash of a reading is the first half of the MD5 of its columns as text. Numbers stand
 * before the device id, so that two different readings never have the same text.
 */
public final class ReadingChecksum {
  /** The sum of the hashes of the selected rows of the raw table, as Int64. */
  public static final String SQL =
      "reinterpretAsInt64(sumWithOverflow(halfMD5(concat(toString(user_id), '|',"
          + " toString(device_type), '|', toString(toUnixTimestamp64Milli(event_time)), '|',"
          + " toString(sequence), '|', toString(power_mw), '|', toString(power_factor), '|',"
          + " toString(energy_counter_mwh), '|', toString(voltage_mv), '|', device_id))))";

  private static final int DIGEST_BYTES = 16;

  private final long dayMillis;
  private final long[] readings = new long[DayTally.HOURS];
  private final long[] checksums = new long[DayTally.HOURS];
  private final StringBuilder text = new StringBuilder();
  private final byte[] digest = new byte[DIGEST_BYTES];
  private final MessageDigest md5;
  private byte[] bytes = new byte[256];

  /**
   * Of a day.
   *
   * @param dayMillis its start, in ms since the epoch
   */
  public ReadingChecksum(long dayMillis) {
    this.dayMillis = dayMillis;
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /**
   * Takes a reading in.
   *
   * @throws IndexOutOfBoundsException if it is of another day
   */
  public void add(DecodedReading reading) {
    int hour =
        Math.toIntExact(Math.floorDiv(reading.eventTimeMillis() - dayMillis, DayTally.HOUR_MILLIS));
    readings[hour]++;
    checksums[hour] += hash(reading);
  }

  private long hash(DecodedReading reading) {
    text.setLength(0);
    text.append(reading.userId()).append('|').append(reading.deviceType().name()).append('|');
    text.append(reading.eventTimeMillis()).append('|');
    text.append(reading.hasSequence() ? reading.sequence() : ReadingLimits.NO_SEQUENCE).append('|');
    text.append(Quantities.milliwatts(reading.powerWatts())).append('|');
    text.append(
            reading.hasPowerFactor()
                ? Quantities.tenThousandths(reading.powerFactor())
                : ReadingLimits.NO_POWER_FACTOR)
        .append('|');
    text.append(
            reading.hasEnergyCounterWh()
                ? Quantities.milliwattHours(reading.energyCounterWh())
                : ReadingLimits.NO_COUNTER)
        .append('|');
    text.append(
            reading.hasVoltageVolts()
                ? Quantities.millivolts(reading.voltageVolts())
                : RowBlockBuilder.NO_VOLTAGE)
        .append('|');
    return firstHalfOfMd5(reading);
  }

  private long firstHalfOfMd5(DecodedReading reading) {
    int length = text.length();
    if (bytes.length < length) {
      bytes = Arrays.copyOf(bytes, length);
    }
    // Digits and names of types: ASCII.
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    md5.update(bytes, 0, length);
    md5.update(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
    try {
      md5.digest(digest, 0, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("MD5 has 16 bytes", e);
    }
    long half = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      half = half << Byte.SIZE | (digest[i] & 0xFF);
    }
    return half;
  }

  /** What was taken in. */
  public DayTally tally() {
    return new DayTally(
        IntStream.range(0, DayTally.HOURS)
            .mapToObj(hour -> new Tally(readings[hour], checksums[hour]))
            .toList());
  }
}
