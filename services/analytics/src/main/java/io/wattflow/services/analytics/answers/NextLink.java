package io.wattflow.services.analytics.answers;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the address of the next page in a page, of which it is the last field. */
final class NextLink {
  static final String FIELD = "next";

  private static final String START = '"' + FIELD + "\":\"";
  private static final String END = "\"}";

  /** Longer than an address; ids of devices are far shorter. */
  private static final int TAIL_BYTES = 16_384;

  private NextLink() {}

  /** The address; empty: the field is null. */
  static Optional<String> of(byte[] page) {
    int from = Math.max(0, page.length - TAIL_BYTES);
    String tail = new String(page, from, page.length - from, StandardCharsets.UTF_8);
    // An address has no quotation marks, so the last start is the field's own.
    int start = tail.lastIndexOf(START);
    return start < 0 || !tail.endsWith(END)
        ? Optional.empty()
        : Optional.of(tail.substring(start + START.length(), tail.length() - END.length()));
  }
}
