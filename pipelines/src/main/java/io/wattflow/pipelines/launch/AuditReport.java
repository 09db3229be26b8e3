package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.audit.Comparison;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an audit has found, for people. */
final class AuditReport {
  private final PrintStream out;

  AuditReport(PrintStream out) {
    this.out = out;
  }

  /** A line for each table. */
  void counts(List<Comparison.Counts> found) {
    line("");
    line(
        "  %-10s %12s %10s %10s %10s %10s %10s %10s",
        "", "compared", "missing", "stale", "other", "ahead", "unexpected", "corrected");
    for (Comparison.Counts counts : found) {
      List<Long> kinds = counts.kinds();
      line(
          "  %-10s %,12d %,10d %,10d %,10d %,10d %,10d %,10d",
          counts.table().tableName(),
          counts.compared(),
          kinds.get(Comparison.Kind.MISSING.ordinal()),
          kinds.get(Comparison.Kind.STALE.ordinal()),
          kinds.get(Comparison.Kind.OTHER.ordinal()),
          kinds.get(Comparison.Kind.AHEAD.ordinal()),
          kinds.get(Comparison.Kind.UNEXPECTED.ordinal()),
          counts.corrected());
    }
  }

  /** The first differences of a table. */
  void examples(Comparison.Counts counts, List<String> examples) {
    if (examples.isEmpty()) {
      return;
    }
    line("");
    line(
        "%s%s:",
        counts.table().tableName(),
        counts.differing() > examples.size() ? ", the first of them" : "");
    examples.forEach(example -> line("  %s", example));
  }

  /** The last word. */
  void verdict(String words) {
    line("");
    line("%s", words);
  }

  private void line(String format, @Nullable Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
