package io.wattflow.benchmarks.harness;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in columns: the first flush left, the others flush right. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();
  private final int columns;

  Table(String... head) {
    columns = head.length;
    rows.add(head);
  }

  /** A row; with fewer cells than the head has, the last cell may be as long as it likes. */
  void add(String... cells) {
    rows.add(cells);
  }

  boolean hasRows() {
    return rows.size() > 1;
  }

  void print(PrintStream out) {
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length && (row.length == columns || i < row.length - 1); i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      out.println(line(rows.get(r), widths));
      if (r == 0) {
        out.println("-".repeat(Arrays.stream(widths).sum() + 2 * (columns - 1)));
      }
    }
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      int padding = Math.max(0, widths[i] - row[i].length());
      line.append(i == 0 ? "" : "  ");
      boolean free = row.length < widths.length && i == row.length - 1;
      line.append(
          i == 0 || free ? row[i] + " ".repeat(free ? 0 : padding) : " ".repeat(padding) + row[i]);
    }
    return line.toString().stripTrailing();
  }
}
