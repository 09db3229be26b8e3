package io.wattflow.services.analytics.answers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of RFC 4180: fields with commas, quotation marks or line ends stand in quotation marks. */
final class Csv {
  /** Of answers. */
  static final String MEDIA_TYPE = "text/csv; charset=utf-8; header=present";

  private static final String LINE_END = "\r\n";

  private Csv() {}

  /** Appends a record; null is an empty field. */
  static void append(StringBuilder text, List<@Nullable String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      String field = fields.get(i);
      if (field != null) {
        text.append(quoted(field));
      }
    }
    text.append(LINE_END);
  }

  private static String quoted(String field) {
    boolean special =
        field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
            || !field.strip().equals(field);
    return special ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
