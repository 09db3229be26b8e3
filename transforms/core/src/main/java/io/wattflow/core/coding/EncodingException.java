package io.wattflow.core.coding;

/**
 * Bytes that are no encoding of what was asked for: truncated, of an unknown version, or out of
 * range.
 */
public final class EncodingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** An exception whose message says what was being read and what was wrong with it. */
  public EncodingException(String message) {
    super(message);
  }
}
