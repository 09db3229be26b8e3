package io.wattflow.cli.demo;

import io.wattflow.cli.Durations;
import io.wattflow.cli.console.Console;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.live.TableTotals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables that the demo ends with. */
final class DemoReport {
  private final Console console;

  DemoReport(Console console) {
    this.console = console;
  }

  /**
   * What went in and what came out.
   *
   * @param door through which all records went
   * @param counters the stream's own, by name
   * @param totals what the tables hold
   * @param letters dead letters by reason
   * @param took from the first record sent to the last row visible
   */
  void flow(
      DemoDoor door,
      Map<String, Double> counters,
      TableTotals totals,
      Map<String, Long> letters,
      Duration took) {
    console.line("");
    long sent = door.accepted() + door.refused();
    console.line("  %-28s %,12d", "records sent over HTTP", sent);
    console.line("  %-28s %,12d   202 or 207: in Kafka", "  accepted", door.accepted());
    console.line(
        "  %-28s %,12d   sent past the service then, straight to Kafka",
        "  refused", door.refused());
    console.line("  %-28s %,12d", "records read", Counters.of(counters, StreamJob.RECORDS_READ));
    console.line(
        "  %-28s %,12d",
        "  readings rolled up", Counters.of(counters, StreamJob.READINGS_ROLLED_UP));
    console.line(
        "  %-28s %,12d   after their minute had closed; corrected in place",
        "    of these late", Counters.of(counters, StreamJob.READINGS_LATE));
    console.line("  %-28s %,12d", "  dead letters", Counters.of(counters, StreamJob.DEAD_LETTERS));
    for (String line : reasons(letters)) {
      console.line("      %s", line);
    }
    console.line("");
    totals
        .byTable()
        .forEach((table, total) -> console.line("  %-28s %,12d rows", table, total.rows()));
    double seconds = took.toMillis() / 1000.0;
    console.line("");
    console.line(
        "  %.1f s from the first record sent to the last row visible, start of Flink and the live part included:"
            + " %,.0f records/s",
        seconds, sent / seconds);
  }

  private static List<String> reasons(Map<String, Long> letters) {
    List<String> words =
        letters.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    int perLine = 4;
    return java.util.stream.IntStream.range(0, (words.size() + perLine - 1) / perLine)
        .mapToObj(
            i ->
                words.subList(i * perLine, Math.min(words.size(), (i + 1) * perLine)).stream()
                    .collect(Collectors.joining(", ")))
        .toList();
  }

  /** A line for each comparison and, where something differs, what. */
  void checks(List<CheckResult> checks) {
    console.line("");
    console.line("Recomputed from the input with a naive model, and compared bit by bit:");
    for (CheckResult check : checks) {
      long wrong = check.missing() + check.unexpected() + check.differing();
      console.line("  %-16s %,12d compared  %,8d differ", check.table(), check.compared(), wrong);
      if (wrong > 0) {
        console.line(
            "    %,d missing, %,d unexpected, %,d with other values, such as",
            check.missing(), check.unexpected(), check.differing());
        check.examples().forEach(example -> console.line("    %s", example));
      }
    }
  }

  /** The last word. */
  void verdict(boolean agrees, DemoPlan plan, Duration took) {
    console.line("");
    if (agrees) {
      console.line("OK: every row agrees (%.0f s in all)", took.toMillis() / 1000.0);
    } else {
      console.line(
          "NOT OK: rows differ, see above. Again, with all files kept:"
              + " bin/wattflow demo --seed=%d --devices=%d --for=%s --days=%d --end=%s --keep",
          plan.seed(), plan.devices(), Durations.write(plan.span()), plan.days(), plan.end());
    }
  }
}
