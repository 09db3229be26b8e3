package io.wattflow.cli.replay;

import io.wattflow.cli.replay.LetterSummary.Group;
import io.wattflow.cli.replay.LetterSummary.Line;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What there is, for people. */
final class LetterTable {
  private static final String GROUP = "  %-30s %12s %12s  %-24s  %s";
  private static final String LINE = "  %-32s  %-24s  %-30s %9s  %s";

  private final PrintWriter out;

  LetterTable(PrintWriter out) {
    this.out = out;
  }

  /**
   * Writes a table by reason, and one of the newest letters.
   *
   * @param others records of the topic that are no dead letters
   */
  void write(String topic, LetterSummary summary, long others) {
    Group total = summary.total();
    line(
        "%s: %,d dead letters, %,d selected%s",
        topic,
        summary.lettersRead(),
        total.letters(),
        others == 0 ? "" : String.format(Locale.ROOT, "; %,d records are none", others));
    if (total.letters() == 0) {
      return;
    }
    line("");
    line(GROUP, "REASON", "LETTERS", "REPLAYED", "FIRST", "LAST");
    summary.groups().forEach(this::group);
    if (summary.groups().size() > 1) {
      group("all", total);
    }
    List<Line> newest = summary.newest();
    if (newest.isEmpty()) {
      return;
    }
    line("");
    line(LINE, "LETTER", "TIME", "REASON", "BYTES", "REPLAYED TO");
    newest.forEach(this::letter);
    if (newest.size() < total.letters()) {
      line("  the newest %,d; --limit shows more", newest.size());
    }
  }

  private void group(String reason, Group group) {
    line(
        GROUP,
        Printable.text(reason),
        number(group.letters()),
        number(group.replayed()),
        time(group.first()),
        time(group.last()));
  }

  private void letter(Line line) {
    line(
        LINE,
        Printable.text(line.place().toString()),
        time(line.timestamp()),
        Printable.text(line.reason()),
        number(line.payloadBytes()),
        line.marks().stream().map(LetterTable::replayed).collect(Collectors.joining(", ")));
    line("      %s", Printable.text(line.detail()));
  }

  /** Where it went, for people. */
  static String replayed(ReplayMark mark) {
    return mark.landed() == null
        ? "begun, to " + Printable.text(mark.topic())
        : Printable.text(mark.landed().toString());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "-" : time.toString();
  }

  private void line(String format, @Nullable Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}
