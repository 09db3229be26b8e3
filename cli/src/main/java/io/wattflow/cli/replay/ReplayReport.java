package io.wattflow.cli.replay;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table that a replay ends with. */
final class ReplayReport {
  private final PrintWriter out;

  ReplayReport(PrintWriter out) {
    this.out = out;
  }

  /**
   * Writes it.
   *
   * @param others records of the topic that are no dead letters
   * @param dryRun whether nothing was sent, and the table tells what would be
   */
  void write(ReplayTally tally, long others, boolean dryRun) {
    line("  %-44s %,12d", "letters read", tally.lettersRead());
    line("  %-44s %,12d", "  selected", tally.lettersSelected());
    line(
        "  %-44s %,12d   %s",
        dryRun ? "    would be sent" : "    sent",
        tally.lettersSent(),
        tally.lettersSent() == 0
            ? ""
            : "to " + String.join(", ", tally.lettersSentByTopic().keySet()));
    each(tally.lettersSentByReason(), "");
    some("    sent before", tally.lettersSentBefore(), "");
    some("    same bytes as another letter, sent once", tally.lettersWithTheSameBytesAsSent(), "");
    some(
        "    same bytes as a letter begun, not sent",
        tally.lettersWithTheSameBytesAsBegun(),
        "a run that selects the other one sends it, or --again");
    some(
        "    refused again after a replay, not sent",
        tally.lettersRefusedAgain(),
        "--again sends them once more");
    some("    still refused, not sent", sum(tally.lettersStillRefused()), "");
    each(tally.lettersStillRefused(), "");
    some(
        "    older than the topic keeps records, not sent",
        sum(tally.lettersOlderThanRetention()),
        "raise its retention.ms");
    each(tally.lettersOlderThanRetention(), "");
    some("    REFUSED BY KAFKA", sum(tally.lettersRefusedByKafka()), "");
    each(tally.lettersRefusedByKafka(), "");
    some("  records that are no dead letters", others, "");
    if (tally.earliestEvent() != null) {
      line("  event times %s to %s", tally.earliestEvent(), tally.latestEvent());
    }
  }

  private static long sum(Map<String, Long> numbers) {
    return numbers.values().stream().mapToLong(Long::longValue).sum();
  }

  private void each(Map<String, Long> numbers, String about) {
    numbers.forEach((what, number) -> some("      " + Printable.text(what), number, about));
  }

  private void some(String name, long number, String about) {
    if (number > 0) {
      line("  %-44s %,12d   %s", name, number, about);
    }
  }

  private void line(String format, @Nullable Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}
