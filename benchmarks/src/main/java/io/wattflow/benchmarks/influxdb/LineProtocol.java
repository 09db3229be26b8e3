package io.wattflow.benchmarks.influxdb;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A batch of readings as InfluxDB takes them, a line each: {@code
 * readings,device_id=…,device_type=…,user_id=… power=12.345,… <time in ns>}. Tags are in the order
 * of their names, as InfluxDB recommends; device ids hold no character that would need an escape.
 */
public final class LineProtocol {
  private static final byte[] MEASUREMENT = ascii("readings,device_id=");
  private static final byte[] TYPE = ascii(",device_type=");
  private static final byte[] USER = ascii(",user_id=");
  private static final byte[] POWER = ascii(" power=");
  private static final byte[] POWER_FACTOR = ascii(",power_factor=");
  private static final byte[] VOLTAGE = ascii(",voltage=");
  private static final byte[] COUNTER = ascii(",energy_counter=");
  private static final int LONGEST_WITHOUT_ID = 320;
  private static final int LONGEST_NUMBER = 20;

  private final byte[][] types;
  private final byte[] digits = new byte[LONGEST_NUMBER];
  private byte[] bytes = new byte[1 << 20];
  private int length;
  private int lines;

  /** Without lines. */
  public LineProtocol() {
    DeviceType[] all = DeviceType.values();
    types = new byte[all.length][];
    for (DeviceType type : all) {
      types[type.ordinal()] = ascii(type.name());
    }
  }

  /** Adds a reading under any time, in ns since 1970. */
  public void add(DecodedReading reading, long nanos) {
    int needed = LONGEST_WITHOUT_ID + reading.deviceIdLength();
    if (bytes.length - length < needed) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2 + needed);
    }
    put(MEASUREMENT);
    System.arraycopy(
        reading.deviceIdBuffer(),
        reading.deviceIdOffset(),
        bytes,
        length,
        reading.deviceIdLength());
    length += reading.deviceIdLength();
    put(TYPE);
    put(types[reading.deviceType().ordinal()]);
    put(USER);
    putWhole(reading.userId());
    put(POWER);
    putThousandths(reading.powerWatts());
    if (reading.hasPowerFactor()) {
      put(POWER_FACTOR);
      putThousandths(reading.powerFactor());
    }
    if (reading.hasVoltageVolts()) {
      put(VOLTAGE);
      putThousandths(reading.voltageVolts());
    }
    if (reading.hasEnergyCounterWh()) {
      put(COUNTER);
      putThousandths(reading.energyCounterWh());
    }
    put((byte) ' ');
    putWhole(nanos);
    put((byte) '\n');
    lines++;
  }

  /** Lines since the last {@link #clear}. */
  public int lines() {
    return lines;
  }

  /** The lines, a copy. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Begins anew. */
  public void clear() {
    length = 0;
    lines = 0;
  }

  private void put(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  private void put(byte one) {
    bytes[length++] = one;
  }

  private void putThousandths(double value) {
    long thousandths = Math.round(value * 1000);
    if (thousandths < 0) {
      put((byte) '-');
      thousandths = -thousandths;
    }
    putWhole(thousandths / 1000);
    int rest = (int) (thousandths % 1000);
    put((byte) '.');
    put((byte) ('0' + rest / 100));
    put((byte) ('0' + rest / 10 % 10));
    put((byte) ('0' + rest % 10));
  }

  private void putWhole(long value) {
    int at = LONGEST_NUMBER;
    long rest = value;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    System.arraycopy(digits, at, bytes, length, LONGEST_NUMBER - at);
    length += LONGEST_NUMBER - at;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
