package io.wattflow.schemas.wire;

/**
 * Why a payload is not a reading. The name is the reason a dead letter carries, so a constant is
 * never renamed.
 */
public enum DecodeFailure {
  /** No bytes at all, or no value. */
  EMPTY,
  /** More bytes than {@link DecoderOptions#maxPayloadBytes()}. */
  OVERSIZED,
  /** The first bytes belong to none of the framings. */
  UNRECOGNISED_FRAMING,
  /** The bytes end inside the framing or inside a field. */
  TRUNCATED,
  /** Single-object encoding by a schema that was never published. */
  UNKNOWN_FINGERPRINT,
  /** A schema id the registry does not know, or no registry is configured. */
  UNKNOWN_SCHEMA_ID,
  /** The registry knows the writer's schema, but it cannot be read as a reading. */
  INCOMPATIBLE_SCHEMA,
  /** A field holds what its schema forbids: a bad branch, symbol, length, varint or UTF-8. */
  MALFORMED,
  /** A whole reading, and bytes after it. */
  TRAILING_BYTES
}
