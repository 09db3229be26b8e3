package io.wattflow.schemas.wire;

import io.wattflow.schemas.avro.Alert;

/** Alerts in Avro single-object encoding. Reads every published version. Thread-safe. */
public final class AlertCodec {
  private static final RecordCodec<Alert> CODEC =
      new RecordCodec<>(PublishedSchemas.ALERT, Alert.class);

  private AlertCodec() {}

  /** Equal messages give equal bytes. */
  public static byte[] encode(Alert message) {
    return CODEC.encode(message);
  }

  /**
   * Reads an alert of any published version.
   *
   * @throws InvalidMessageException if the bytes are not a whole alert of a published version
   */
  public static Alert decode(byte[] bytes) throws InvalidMessageException {
    return CODEC.decode(bytes);
  }
}
