package io.wattflow.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Statements in files on the class path. */
public final class SqlText {
  private SqlText() {}

  /**
   * The statement of a file, without the lines that are comments.
   *
   * @param owner beside which the file lies
   * @param placeholders what stands for {@code ${name}}; never a text of a user
   * @throws IllegalStateException if there is no such file
   */
  public static String read(Class<?> owner, String file, Map<String, String> placeholders) {
    try (InputStream stream = owner.getResourceAsStream(file)) {
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
