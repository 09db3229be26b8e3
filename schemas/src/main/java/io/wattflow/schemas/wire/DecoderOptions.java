package io.wattflow.schemas.wire;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ReadingDecoder} accepts.
 *
 * @param maxPayloadBytes longest payload with its framing, in bytes, at least 16; default 64 KiB
 * @param registry where schema ids of the Confluent framing are looked up; null: such records are
 *     refused as {@link DecodeFailure#UNKNOWN_SCHEMA_ID}
 */
public record DecoderOptions(int maxPayloadBytes, @Nullable RegistryOptions registry)
    implements Serializable {
  public static final int DEFAULT_MAX_PAYLOAD_BYTES = 64 * 1024;
  private static final int LEAST_MAX_PAYLOAD_BYTES = 16;

  /** 64 KiB and no registry. */
  public static final DecoderOptions DEFAULTS = new DecoderOptions(DEFAULT_MAX_PAYLOAD_BYTES, null);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if {@code maxPayloadBytes} is below 16
   */
  public DecoderOptions {
    if (maxPayloadBytes < LEAST_MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "maxPayloadBytes must be at least " + LEAST_MAX_PAYLOAD_BYTES + ": " + maxPayloadBytes);
    }
  }

  public DecoderOptions withMaxPayloadBytes(int bytes) {
    return new DecoderOptions(bytes, registry);
  }

  public DecoderOptions withRegistry(RegistryOptions options) {
    return new DecoderOptions(maxPayloadBytes, options);
  }
}
