package io.wattflow.platform.clickhouse;

import java.util.Set;

/** The HTTP status ClickHouse answers with for its error codes. */
final class ErrorStatus {
  /** Wrong requests: values, texts and syntax that cannot be read. */
  private static final Set<Integer> BAD_REQUEST =
      Set.of(
          6, 25, 26, 27, 32, 33, 36, 38, 41, 53, 62, 69, 70, 72, 117, 130, 131, 167, 168, 271, 427,
          456, 457);

  /** Tables, columns, functions, types, formats and settings that do not exist. */
  private static final Set<Integer> NOT_FOUND =
      Set.of(16, 46, 47, 50, 56, 60, 63, 73, 81, 115, 139, 141);

  private ErrorStatus() {}

  static int of(int code) {
    if (BAD_REQUEST.contains(code)) {
      return 400;
    }
    if (NOT_FOUND.contains(code)) {
      return 404;
    }
    return switch (code) {
      case 159 -> 408; // TIMEOUT_EXCEEDED
      case 48, 1 -> 501; // NOT_IMPLEMENTED, UNSUPPORTED_METHOD
      case 202 -> 503; // TOO_MANY_SIMULTANEOUS_QUERIES: try again
      default -> 500;
    };
  }
}
