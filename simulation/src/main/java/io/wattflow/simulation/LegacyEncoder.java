package io.wattflow.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * What producers of the first published schema write: device, user, type, event time and {@code
 * energy_watts} in single-object encoding. By hand, because a producer of that age knows nothing of
 * the current classes; a test holds it against Avro's own encoder.
 */
final class LegacyEncoder {
  private static final String SCHEMA = "/io/wattflow/schemas/history/telemetry_reading/v1.avsc";
  private static final int MOST_WITHOUT_DEVICE_ID = 2 + 8 + 10 + 10 + 2 + 10 + 8;

  private static final Schema V1 = schema();
  private static final long FINGERPRINT = SchemaNormalization.parsingFingerprint64(V1);
  private static final List<String> SYMBOLS = V1.getField("device_type").schema().getEnumSymbols();

  /** The first published schema of a reading. */
  static Schema schema() {
    try (InputStream in = LegacyEncoder.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException(SCHEMA + " is not on the class path");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + SCHEMA, e);
    }
  }

  /** The symbol by which a device of that age can name its type: {@code UNKNOWN} for newer ones. */
  static String symbolOf(Appliance type) {
    return SYMBOLS.contains(type.name()) ? type.name() : "UNKNOWN";
  }

  byte[] encode(
      byte[] deviceId, long userId, Appliance type, long eventTimeMillis, double energyWatts) {
    ByteBuffer out =
        ByteBuffer.allocate(MOST_WITHOUT_DEVICE_ID + deviceId.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0xC3).put((byte) 1).putLong(FINGERPRINT);
    putLong(out, deviceId.length);
    out.put(deviceId);
    putLong(out, userId);
    putLong(out, SYMBOLS.indexOf(symbolOf(type)));
    putLong(out, eventTimeMillis);
    out.putDouble(energyWatts);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void putLong(ByteBuffer out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
