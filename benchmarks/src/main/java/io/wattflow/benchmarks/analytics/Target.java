package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.harness.SubjectResult;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a figure should be.
 *
 * @param subject whose figure it is
 * @param figure its name in the report
 * @param rule which of the rounds decides, and in which direction
 * @param limit what it is to reach or not to exceed
 */
record Target(String subject, String figure, Rule rule, double limit) {
  /** How rounds decide. */
  enum Rule {
    /** The median is not to exceed the limit: for what one noisy round may spoil. */
    MEDIAN_AT_MOST("at most"),
    /** The median is to reach the limit. */
    MEDIAN_AT_LEAST("at least"),
    /** No round may exceed the limit: for what must not happen at all. */
    NEVER_ABOVE("never above");

    private final String words;

    Rule(String words) {
      this.words = words;
    }
  }

  /** A figure whose median is not to be above. */
  static Target atMost(String subject, String figure, double limit) {
    return new Target(subject, figure, Rule.MEDIAN_AT_MOST, limit);
  }

  /** A figure whose median is to be reached. */
  static Target atLeast(String subject, String figure, double limit) {
    return new Target(subject, figure, Rule.MEDIAN_AT_LEAST, limit);
  }

  /** A figure that is not to be above in any round. */
  static Target neverAbove(String subject, String figure, double limit) {
    return new Target(subject, figure, Rule.NEVER_ABOVE, limit);
  }

  /**
   * What the rounds say.
   *
   * @param met whether the target is
   * @param line for the report
   */
  record Verdict(boolean met, String line) {}

  /** Judges by the rounds of a benchmark in which the subject took part. */
  Verdict judge(List<SubjectResult> results) {
    String wanted = "%s: %s %s %s".formatted(subject, figure, rule.words, text(limit));
    for (SubjectResult result : results) {
      List<Double> rounds = result.figure(figure);
      if (result.name().equals(subject) && result.failure() == null && !rounds.isEmpty()) {
        double deciding =
            rule == Rule.NEVER_ABOVE
                ? Collections.max(rounds)
                : result.medianFigures().getOrDefault(figure, Double.NaN);
        boolean met = rule == Rule.MEDIAN_AT_LEAST ? deciding >= limit : deciding <= limit;
        return new Verdict(
            met, "target %s: %s, %s".formatted(wanted, text(deciding), met ? "met" : "MISSED"));
      }
    }
    return new Verdict(false, "target " + wanted + ": NOT measured");
  }

  private static String text(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }
}
