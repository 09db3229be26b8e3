package io.wattflow.simulation.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.time.Instant;
import java.util.Arrays;

/**
 * Readings as JSON, in UTF-8 and without spaces. A number is written with the fewest digits that
 * bring back the same bits.
 */
public final class JsonReadings implements ReadingWriter {
  private static final byte[] DEVICE_ID = ascii("{\"device_id\":\"");
  private static final byte[] USER_ID = ascii("\",\"user_id\":");
  private static final byte[] EVENT_TIME = ascii(",\"event_time\":");
  private static final byte[] POWER_WATTS = ascii(",\"power_watts\":");
  private static final byte[] ENERGY_WATTS = ascii(",\"energy_watts\":");
  private static final byte[] POWER_FACTOR = ascii(",\"power_factor\":");
  private static final byte[] VOLTAGE_VOLTS = ascii(",\"voltage_volts\":");
  private static final byte[] ENERGY_COUNTER_WH = ascii(",\"energy_counter_wh\":");
  private static final byte[] SEQUENCE = ascii(",\"sequence\":");
  private static final byte[][] DEVICE_TYPES = deviceTypes();
  private static final byte[] HEX = ascii("0123456789abcdef");

  /** All names, 4 longs of 20 characters, 4 doubles of 25, the type, an ISO time, braces. */
  private static final int MOST_WITHOUT_DEVICE_ID = 512;

  /** A control character becomes a backslash, a u and four digits. */
  private static final int MOST_PER_BYTE = 6;

  private static final int MOST_DIGITS = 20;

  private final boolean lines;
  private final byte[] digits = new byte[MOST_DIGITS];
  private byte[] buffer = new byte[16 * 1024];
  private int position;
  private int size;

  private JsonReadings(boolean lines) {
    this.lines = lines;
    begin();
  }

  /** An array; a single reading goes as a plain object, none as an empty array. */
  public static JsonReadings objectOrArray() {
    return new JsonReadings(false);
  }

  /** NDJSON: an object and a line feed for each reading. */
  public static JsonReadings lines() {
    return new JsonReadings(true);
  }

  private void begin() {
    position = 0;
    size = 0;
    if (!lines) {
      buffer[position++] = '[';
    }
  }

  @Override
  public void add(DecodedReading reading) {
    openObject(reading);
    put(EVENT_TIME);
    putLong(reading.eventTimeMillis());
    put(POWER_WATTS);
    putDouble(reading.powerWatts());
    if (reading.hasPowerFactor()) {
      put(POWER_FACTOR);
      putDouble(reading.powerFactor());
    }
    if (reading.hasVoltageVolts()) {
      put(VOLTAGE_VOLTS);
      putDouble(reading.voltageVolts());
    }
    if (reading.hasEnergyCounterWh()) {
      put(ENERGY_COUNTER_WH);
      putDouble(reading.energyCounterWh());
    }
    if (reading.hasSequence()) {
      put(SEQUENCE);
      putLong(reading.sequence());
    }
    closeObject();
  }

  /** With the time in ISO-8601, the power as {@code energy_watts}, and no optional number. */
  @Override
  public void addLegacy(DecodedReading reading) {
    openObject(reading);
    put(EVENT_TIME);
    buffer[position++] = '"';
    putAscii(Instant.ofEpochMilli(reading.eventTimeMillis()).toString());
    buffer[position++] = '"';
    put(ENERGY_WATTS);
    putDouble(reading.powerWatts());
    closeObject();
  }

  /** JSON has neither NaN nor infinity. */
  @Override
  public boolean canWrite(DecodedReading reading) {
    return Double.isFinite(reading.powerWatts())
        && Double.isFinite(reading.powerFactor())
        && Double.isFinite(reading.voltageVolts())
        && Double.isFinite(reading.energyCounterWh());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public byte[] take() {
    byte[] body;
    if (lines) {
      body = Arrays.copyOf(buffer, position);
    } else if (size == 1) {
      body = Arrays.copyOfRange(buffer, 1, position - 1);
    } else {
      // In the place of the last comma.
      int end = size == 0 ? position : position - 1;
      buffer[end] = ']';
      body = Arrays.copyOf(buffer, end + 1);
    }
    begin();
    return body;
  }

  private void openObject(DecodedReading reading) {
    if (!canWrite(reading)) {
      throw new IllegalArgumentException("JSON has no form for a value of " + reading);
    }
    ensureRoom(MOST_WITHOUT_DEVICE_ID + MOST_PER_BYTE * reading.deviceIdLength());
    put(DEVICE_ID);
    putEscaped(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
    put(USER_ID);
    putLong(reading.userId());
    put(DEVICE_TYPES[reading.deviceTypeCode()]);
  }

  private void closeObject() {
    buffer[position++] = '}';
    buffer[position++] = (byte) (lines ? '\n' : ',');
    size++;
  }

  private void ensureRoom(int most) {
    if (buffer.length - position < most) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, position + most));
    }
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, buffer, position, bytes.length);
    position += bytes.length;
  }

  private void putAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      buffer[position++] = (byte) text.charAt(i);
    }
  }

  private void putDouble(double value) {
    // Several times as fast as Double.toString, which up to Java 18 also writes needless digits.
    putAscii(NumberOutput.toString(value, true));
  }

  private void putLong(long value) {
    // Digits are taken from the negative number: the smallest long has no positive one.
    long rest = value > 0 ? -value : value;
    int at = MOST_DIGITS;
    do {
      digits[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      digits[--at] = '-';
    }
    System.arraycopy(digits, at, buffer, position, MOST_DIGITS - at);
    position += MOST_DIGITS - at;
  }

  /** Bytes beyond ASCII are UTF-8 already; JSON wants them as they are. */
  private void putEscaped(byte[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = text[i];
      if (b == '"' || b == '\\') {
        buffer[position++] = '\\';
        buffer[position++] = b;
      } else if (b >= 0 && b < ' ') {
        buffer[position++] = '\\';
        buffer[position++] = 'u';
        buffer[position++] = '0';
        buffer[position++] = '0';
        buffer[position++] = HEX[b >> 4];
        buffer[position++] = HEX[b & 0xf];
      } else {
        buffer[position++] = b;
      }
    }
  }

  private static byte[][] deviceTypes() {
    DeviceType[] types = DeviceType.values();
    byte[][] names = new byte[types.length][];
    for (int code = 0; code < types.length; code++) {
      names[code] = ascii(",\"device_type\":\"" + types[code].name() + "\"");
    }
    return names;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
