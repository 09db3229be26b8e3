package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.harness.SubjectResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a figure should be.
 *
 * @param subject whose figure it is
 * @param figure its name in the report
 * @param atLeast whether more is better
 * @param limit what it is to reach or not to exceed
 */
record Target(String subject, String figure, boolean atLeast, double limit) {
  /** A figure that is not to be exceeded. */
  static Target atMost(String subject, String figure, double limit) {
    return new Target(subject, figure, false, limit);
  }

  /** A figure that is to be reached. */
  static Target atLeast(String subject, String figure, double limit) {
    return new Target(subject, figure, true, limit);
  }

  /**
   * What the medians say.
   *
   * @param met whether the target is
   * @param line for the report
   */
  record Verdict(boolean met, String line) {}

  /** Judges by the medians of a benchmark in which the subject took part. */
  Verdict judge(List<SubjectResult> results) {
    Double median =
        results.stream()
            .filter(result -> result.name().equals(subject) && result.failure() == null)
            .flatMap(result -> Stream.ofNullable(result.medianFigures().get(figure)))
            .findFirst()
            .orElse(null);
    String wanted =
        "%s: %s %s %s".formatted(subject, figure, atLeast ? "at least" : "at most", text(limit));
    if (median == null) {
      return new Verdict(false, "target " + wanted + ": NOT measured");
    }
    boolean met = atLeast ? median >= limit : median <= limit;
    return new Verdict(
        met, "target %s: %s, %s".formatted(wanted, text(median), met ? "met" : "MISSED"));
  }

  private static String text(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }
}
