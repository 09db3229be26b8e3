package io.wattflow.services.analytics.answers;

import java.util.ArrayList;
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

  /** How a text ends that {@link #append} has written. */
  static Tail tail(String text) {
    List<String> last = List.of();
    int records = 0;
    int at = 0;
    while (at < text.length()) {
      int end = end(text, at);
      records++;
      last = List.of(text.substring(at, end));
      at = end + LINE_END.length();
    }
    return new Tail(records, last.isEmpty() ? List.of() : fields(last.get(0)));
  }

  /**
   * The end of a text.
   *
   * @param records how many there are, with the one of names
   * @param last fields of the last one
   */
  record Tail(int records, List<String> last) {}

  private static int end(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\r' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static List<String> fields(String record) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < record.length() && record.charAt(i + 1) == '"';
        if (doubled) {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
