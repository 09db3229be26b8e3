package io.wattflow.platform.clickhouse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine, or the front in its place, has against a request; carries ClickHouse's code. */
final class EngineException extends Exception {
  private static final Pattern CODE = Pattern.compile("Code: (\\d+)\\. DB::Exception: ");

  private final int code;

  private EngineException(int code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * An error in the engine's own words.
   *
   * @param text "Code: 60. DB::Exception: … (UNKNOWN_TABLE)"; where the engine wrapped an error
   *     several times with the same code, one is kept
   */
  static EngineException of(String text) {
    Matcher matcher = CODE.matcher(text);
    if (!matcher.find()) {
      return new EngineException(1001, "Code: 1001. DB::Exception: " + text + " (STD_EXCEPTION)");
    }
    String prefix = matcher.group();
    int code = Integer.parseInt(matcher.group(1));
    String tail = text.substring(matcher.start());
    while (tail.startsWith(prefix + prefix)) {
      tail = tail.substring(prefix.length());
    }
    return new EngineException(code, tail);
  }

  /** An error the front finds itself, told in ClickHouse's form. */
  static EngineException of(int code, String name, String text) {
    return new EngineException(
        code, "Code: " + code + ". DB::Exception: " + text + " (" + name + ")");
  }

  /** ClickHouse's error code, such as 60 for an unknown table. */
  int code() {
    return code;
  }

  /** The message as String, never null. */
  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
