package io.wattflow.sql.bi;

import java.sql.JDBCType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A view as docs/bi.md describes it.
 *
 * @param key columns that tell its rows apart
 * @param columns in their order
 */
record DocumentedView(String name, List<String> key, List<Column> columns) {
  static final String PAGE = "docs/bi.md";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
  private static final String COLUMNS_OF = "### Columns of ";

  /**
   * A column.
   *
   * @param type ClickHouse's name of it
   * @param addUp whether sums of it mean something: {@code yes}, {@code no}, {@code by currency}
   */
  record Column(String name, String type, JDBCType jdbc, String unit, String addUp) {
    boolean nullable() {
      return type.startsWith("Nullable(");
    }
  }

  @Override
  public String toString() {
    return name;
  }

  List<Column> columns(JDBCType type) {
    return columns.stream().filter(column -> column.jdbc() == type).toList();
  }

  /**
   * All of the page.
   *
   * @throws IllegalStateException if a view is listed without columns or has columns without being
   *     listed
   */
  static List<DocumentedView> readAll() {
    List<String> lines = ProjectFile.read(PAGE).lines().toList();
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    for (int line = 0; line < lines.size(); line++) {
      if (lines.get(line).startsWith(COLUMNS_OF)) {
        List<Column> described = rows(lines, line).stream().map(DocumentedView::column).toList();
        codes(lines.get(line)).forEach(view -> columns.put(view, described));
      }
    }
    List<DocumentedView> views = new ArrayList<>();
    for (List<String> row : rows(lines, lines.indexOf("## The views"))) {
      String name = codes(row.get(0)).get(0);
      List<Column> described = columns.remove(name);
      if (described == null) {
        throw new IllegalStateException(PAGE + " has no columns of " + name);
      }
      views.add(new DocumentedView(name, codes(row.get(2)), described));
    }
    if (!columns.isEmpty()) {
      throw new IllegalStateException(PAGE + " does not list " + columns.keySet());
    }
    return views;
  }

  private static Column column(List<String> cells) {
    return new Column(
        codes(cells.get(0)).get(0),
        codes(cells.get(1)).get(0),
        JDBCType.valueOf(cells.get(2)),
        cells.get(3),
        cells.get(4));
  }

  /** The cells of the first table below a line, without its head. */
  private static List<List<String>> rows(List<String> lines, int below) {
    List<List<String>> rows = new ArrayList<>();
    int line = below + 1;
    while (!lines.get(line).startsWith("|")) {
      line++;
    }
    for (line += 2; line < lines.size() && lines.get(line).startsWith("|"); line++) {
      List<String> cells = new ArrayList<>();
      // A line begins and ends with a bar: the first is cut off, and an empty cell follows the
      // last.
      for (String cell : BAR.split(lines.get(line).substring(1), -1)) {
        cells.add(cell.strip());
      }
      rows.add(cells);
    }
    return rows;
  }

  private static List<String> codes(String text) {
    return CODE.matcher(text).results().map(DocumentedView::inside).toList();
  }

  private static String inside(MatchResult code) {
    return code.group(1);
  }
}
