package io.wattflow.reports.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The SQL files of this package. */
final class SqlFiles {
  private SqlFiles() {}

  /**
   * The statement of a file, without its comments.
   *
   * @param placeholders what stands for {@code ${name}}; never a text of a user
   */
  static String read(String file, Map<String, String> placeholders) {
    try (InputStream stream = SqlFiles.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + file);
      }
      String sql =
          new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("--"))
              .collect(Collectors.joining("\n"));
      for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
        sql = sql.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
      }
      return sql;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
