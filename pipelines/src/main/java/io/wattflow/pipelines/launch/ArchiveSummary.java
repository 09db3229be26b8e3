package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.archive.DayArchiver;
import io.wattflow.pipelines.archive.Manifest;
import java.io.PrintStream;
import java.util.Locale;

/** What an archive says of itself: a line for each day, and the sum. */
final class ArchiveSummary {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final PrintStream out;
  private int days;
  private int kept;
  private long readings;
  private long bytes;
  private long nanos;

  ArchiveSummary(PrintStream out) {
    this.out = out;
  }

  void head() {
    line(
        "  %-10s %14s %6s %12s %10s %8s  %s",
        "day", "readings", "files", "MB", "B/reading", "s", "");
  }

  /** A day with which nothing is done (now). */
  void planned(DayArchiver.Judged day) {
    if (day.verdict() == DayArchiver.Verdict.KEPT) {
      kept++;
    }
    if (day.verdict().isWork()) {
      line(
          "  %-10s %,14d %6s %12s %10s %8s  to be %s",
          day.day(), day.readings(), "", "", "", "", day.verdict().words());
      return;
    }
    long of = day.manifest().map(Manifest::bytes).orElse(0L);
    int files = day.manifest().map(manifest -> manifest.files().size()).orElse(0);
    figures(day.day().toString(), day.readings(), files, of, "", day.verdict().words());
  }

  void done(DayArchiver.Judged day, Manifest manifest, long took) {
    days++;
    readings += manifest.readings();
    bytes += manifest.bytes();
    nanos += took;
    figures(
        manifest.day(),
        manifest.readings(),
        manifest.files().size(),
        manifest.bytes(),
        seconds(took),
        day.verdict().words() + ", verified");
  }

  void total() {
    if (days > 1) {
      figures("all", readings, 0, bytes, seconds(nanos), "");
    }
  }

  String verdict() {
    return (days == 0
            ? "nothing to archive"
            : days == 1 ? "1 day is archived" : days + " days are archived")
        + (kept == 0 ? "" : "; " + kept + " kept of which the table has a part only");
  }

  private static String seconds(long took) {
    return String.format(Locale.ROOT, "%,.1f", took / NANOS_PER_SECOND);
  }

  private void figures(String day, long of, int files, long size, String took, String words) {
    line(
        "  %-10s %,14d %6s %,12.1f %10s %8s  %s",
        day,
        of,
        files == 0 ? "" : Integer.toString(files),
        size / BYTES_PER_MEGABYTE,
        of == 0 ? "" : String.format(Locale.ROOT, "%.1f", (double) size / of),
        took,
        words);
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
