package io.wattflow.cli.simulate;

import io.wattflow.simulation.load.Latencies;
import io.wattflow.simulation.load.LoadReport;
import io.wattflow.simulation.load.LoadTally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table with which a simulation ends. */
final class LoadTable {
  private final PrintWriter out;

  LoadTable(PrintWriter out) {
    this.out = out;
  }

  /**
   * Writes it.
   *
   * @param planned readings a second that were asked for, before faults
   */
  void write(LoadReport report, int planned) {
    LoadTally tally = report.tally();
    line("");
    rate("planned", planned, "");
    rate("due", report.duePerSecond(), "with the faults of the fleet");
    rate("achieved", report.achievedPerSecond(), "answered");
    line("");
    count("requests", tally.answers());
    counts("  sent again", "after ", tally.retries());
    count("records sent", tally.sent());
    count("  accepted", tally.accepted());
    counts("    malformed, for the dead letters", "", tally.passedOn());
    some("    MALFORMED, and yet accepted", tally.acceptedAgainstPlan());
    counts("  refused as planned", "", tally.refusedAsPlanned());
    counts("  REFUSED, though good", "", tally.refusedAgainstPlan());
    some("  without an answer", report.open());
    if (!report.behind().isZero()) {
      line(
          "  %-42s %,14d   about; the sending was %.1f s behind in the end",
          "due and not sent", report.unsent(), report.behind().toMillis() / 1e3);
    }
    line("");
    line("  %-22s %10s %10s %10s %10s", "ms", "p50", "p95", "p99", "max");
    latencies("from the due instant", tally.latency());
    latencies("from sending", tally.service());
    if (!tally.warmUp().isZero()) {
      line("  without the first %.1f s", tally.warmUp().toMillis() / 1e3);
    }
    line("");
  }

  private void rate(String name, double perSecond, String about) {
    line(("  %-42s %,14.0f /s " + about).stripTrailing(), name, perSecond);
  }

  private void count(String name, long number) {
    line("  %-42s %,14d", name, number);
  }

  private void some(String name, long number) {
    if (number > 0) {
      count(name, number);
    }
  }

  private void counts(String name, String before, Map<String, Long> numbers) {
    some(name, numbers.values().stream().mapToLong(Long::longValue).sum());
    numbers.forEach((what, number) -> count("      " + before + what, number));
  }

  private void latencies(String name, Latencies latencies) {
    line(
        "  %-22s %10s %10s %10s %10s",
        name,
        millis(latencies, latencies.p50()),
        millis(latencies, latencies.p95()),
        millis(latencies, latencies.p99()),
        millis(latencies, latencies.max()));
  }

  private static String millis(Latencies latencies, Duration duration) {
    return latencies.count() == 0
        ? "-"
        : String.format(Locale.ROOT, "%,.2f", duration.toNanos() / 1e6);
  }

  private void line(String format, @Nullable Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
