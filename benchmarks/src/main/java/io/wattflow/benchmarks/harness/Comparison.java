package io.wattflow.benchmarks.harness;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs subjects in turn, A B A B ..., so that whatever drifts in the machine (caches, clock rate,
 * neighbours) falls on all of them alike. The first round of each is a warm-up and not counted.
 */
public final class Comparison {
  private Comparison() {}

  /**
   * Runs all subjects {@code rounds} times after the warm-up.
   *
   * @param rounds counted rounds; 1 or more
   * @param progress gets one line for each round of each subject
   * @return one result for each subject, in the given order
   * @throws Exception what a subject threw, but for {@link SubjectFailedException}
   */
  public static List<SubjectResult> run(
      List<? extends Subject> subjects, int rounds, PrintStream progress) throws Exception {
    return run(subjects, 1, rounds, progress);
  }

  /**
   * The same with another number of warm-up rounds; 0 is right where each round starts a JVM of its
   * own and the files read are in memory already.
   */
  public static List<SubjectResult> run(
      List<? extends Subject> subjects, int warmups, int rounds, PrintStream progress)
      throws Exception {
    if (rounds < 1 || warmups < 0) {
      throw new IllegalArgumentException("rounds must be at least 1: " + rounds);
    }
    List<Entry> entries = subjects.stream().map(Entry::new).toList();
    for (int round = 1 - warmups; round <= rounds; round++) {
      for (Entry entry : entries) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        entry.round(round, progress);
      }
    }
    return entries.stream().map(Entry::result).toList();
  }

  /** The exit code of a benchmark: 0 only if every subject has a rate. */
  public static int exitCode(List<SubjectResult> results) {
    return results.stream().allMatch(result -> result.failure() == null) ? 0 : 1;
  }

  /** A subject on its way. */
  private static final class Entry {
    private final Subject subject;
    private final List<Sample> samples = new ArrayList<>();
    private @Nullable String failure;

    Entry(Subject subject) {
      this.subject = subject;
    }

    void round(int round, PrintStream progress) throws Exception {
      if (failure != null) {
        return;
      }
      String label = round > 0 ? "round " + round : "warm-up";
      try {
        Sample sample = subject.round(Math.max(0, round));
        if (round > 0) {
          samples.add(sample);
        }
        progress.printf(
            Locale.ROOT,
            "%-8s %-24s %,12.0f events/s%n",
            label,
            subject.name(),
            sample.eventsPerSecond());
      } catch (SubjectFailedException e) {
        failure = String.valueOf(e.getMessage());
        progress.printf("%-8s %-24s FAILED: %s%n", label, subject.name(), failure);
      }
    }

    SubjectResult result() {
      return new SubjectResult(subject.name(), subject.settings(), samples, failure);
    }
  }
}
