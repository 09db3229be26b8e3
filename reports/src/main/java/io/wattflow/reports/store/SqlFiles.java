package io.wattflow.reports.store;

import io.wattflow.sql.SqlText;
import java.util.Map;

/** The SQL files of this package. */
final class SqlFiles {
  private SqlFiles() {}

  /**
   * The statement of a file, without its comments.
   *
   * @param placeholders what stands for {@code ${name}}; never a text of a user
   */
  static String read(String file, Map<String, String> placeholders) {
    return SqlText.read(SqlFiles.class, file, placeholders);
  }
}
