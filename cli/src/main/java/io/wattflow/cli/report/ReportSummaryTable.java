package io.wattflow.cli.report;

import io.wattflow.reports.ReportSummary;
import io.wattflow.reports.compute.Verdict;
import io.wattflow.reports.store.ReportTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** The table with which a run ends. */
public final class ReportSummaryTable {
  private ReportSummaryTable() {}

  /**
   * Writes it.
   *
   * @param tables in whose rows the run looked
   * @param dryRun whether nothing was written
   */
  public static void write(
      PrintWriter out,
      ReportSummary summary,
      Set<ReportTable> tables,
      boolean dryRun,
      Duration elapsed) {
    line(
        out,
        "%,d users, %,d series, %,d hours in %.1f s%s",
        summary.users(),
        summary.series(),
        summary.hours(),
        elapsed.toMillis() / 1e3,
        dryRun ? "; dry run, nothing was written" : "");
    line(
        out,
        "  %-15s %10s %10s %10s %10s %10s %10s",
        "rows",
        "new",
        "corrected",
        "unchanged",
        "kept",
        "replaced",
        "withdrawn");
    for (ReportTable table : ReportTable.values()) {
      if (tables.contains(table)) {
        line(
            out,
            "  %-15s %,10d %,10d %,10d %,10d %,10d %,10d",
            table.table(),
            summary.count(table, Verdict.NEW),
            summary.count(table, Verdict.CORRECTED),
            summary.count(table, Verdict.UNCHANGED),
            summary.count(table, Verdict.KEPT),
            summary.count(table, Verdict.REPLACED),
            summary.count(table, Verdict.WITHDRAWN));
      }
    }
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
