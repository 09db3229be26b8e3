package io.wattflow.platform.clickhouse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Quoting in ClickHouse's SQL. */
final class Sql {
  private Sql() {}

  /** A string literal. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** An identifier. */
  static String identifier(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /** Text that the engine has encoded to carry it safely through a line of its output. */
  static String fromBase64(String encoded) {
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  /** The list behind SET; names must be plain words. */
  static String assignments(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " = " + literal(setting.getValue()))
        .collect(Collectors.joining(", "));
  }
}
