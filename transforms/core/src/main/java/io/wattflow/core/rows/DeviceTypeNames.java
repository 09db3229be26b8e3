package io.wattflow.core.rows;

import io.wattflow.schemas.avro.DeviceType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of device types as they stand in rows. Their codes are positions in the enum. */
public final class DeviceTypeNames {
  private static final DeviceType[] TYPES = DeviceType.values();
  private static final String[] NAMES =
      Arrays.stream(TYPES).map(DeviceType::name).toArray(String[]::new);
  private static final byte[][] UTF8 =
      Arrays.stream(NAMES)
          .map(name -> name.getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  private DeviceTypeNames() {}

  /**
   * The type of a name as it stands in rows; UNKNOWN for a name that this version does not know.
   */
  public static DeviceType typeOf(String name) {
    for (int code = 0; code < NAMES.length; code++) {
      if (NAMES[code].equals(name)) {
        return TYPES[code];
      }
    }
    return DeviceType.UNKNOWN;
  }

  static int count() {
    return TYPES.length;
  }

  /** The name of a code; that of code 0 for one that is unknown. Not to be written to. */
  static byte[] utf8(int code) {
    return UTF8[code >= 0 && code < UTF8.length ? code : 0];
  }

  /** The text of a slice; the same instance each time for the name of a type. */
  static String text(byte[] buffer, int from, int length) {
    for (int i = 0; i < NAMES.length; i++) {
      byte[] name = UTF8[i];
      if (Arrays.equals(name, 0, name.length, buffer, from, from + length)) {
        return NAMES[i];
      }
    }
    return new String(buffer, from, length, StandardCharsets.UTF_8);
  }
}
