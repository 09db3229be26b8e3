package io.wattflow.benchmarks.analytics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came of questions: the latencies of good answers, and how many were none. For one thread at
 * a time.
 */
final class Answers {
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(5);
  private static final int DIGITS = 3;
  private static final double MICROS_PER_MILLI = 1_000;

  private final Map<String, Histogram> byName = new TreeMap<>();
  private final Histogram all = histogram();
  private final Histogram missed = histogram();
  private final Histogram sentLate = histogram();
  private long errors;
  private @Nullable String firstError;
  private double seconds;

  private static Histogram histogram() {
    return new Histogram(MAX_MICROS, DIGITS);
  }

  /**
   * An answer that was as it must be.
   *
   * @param name of the question
   * @param nanos from when it was due
   * @param fromStore whether the service says that no cache had it
   */
  void good(String name, long nanos, boolean fromStore) {
    long micros = micros(nanos);
    byName.computeIfAbsent(name, one -> histogram()).recordValue(micros);
    all.recordValue(micros);
    if (fromStore) {
      missed.recordValue(micros);
    }
  }

  /** A question without a good answer, and why. */
  void bad(String why) {
    errors++;
    if (firstError == null) {
      firstError = why;
    }
  }

  /** How long after it was due a question was sent, for want of a turn or of a connection. */
  void sent(long lateNanos) {
    sentLate.recordValue(micros(lateNanos));
  }

  private static long micros(long nanos) {
    return Math.min(MAX_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /** Adds those of another client that has asked at the same time. */
  void add(Answers other) {
    other.byName.forEach(
        (name, micros) -> byName.computeIfAbsent(name, one -> histogram()).add(micros));
    all.add(other.all);
    missed.add(other.missed);
    sentLate.add(other.sentLate);
    errors += other.errors;
    if (firstError == null) {
      firstError = other.firstError;
    }
    seconds = Math.max(seconds, other.seconds);
  }

  /** How long it took altogether. */
  void took(long nanos) {
    seconds = nanos / 1e9;
  }

  /** Good answers a second. */
  double perSecond() {
    return all.getTotalCount() / seconds;
  }

  /** Good answers that no cache had. */
  long fromStore() {
    return missed.getTotalCount();
  }

  /** Questions without a good answer. */
  long errors() {
    return errors;
  }

  /** Why the first one had none; empty if all had one. */
  String firstError() {
    return firstError == null ? "" : firstError;
  }

  /** Adds the latencies of all questions, and how many had no good answer. */
  void into(Map<String, Double> figures) {
    percentiles("", all, figures);
    figures.put("errors", (double) errors);
    if (sentLate.getTotalCount() > 0) {
      figures.put("sent late p99 ms", sentLate.getValueAtPercentile(99) / MICROS_PER_MILLI);
    }
  }

  /** Adds the latencies of each question by its name. */
  void eachInto(Map<String, Double> figures) {
    byName.forEach((name, micros) -> percentiles(name + " ", micros, figures));
  }

  /** Adds the latencies of those that no cache had. */
  void fromStoreInto(Map<String, Double> figures) {
    percentiles("not cached ", missed, figures);
    figures.put("not cached", (double) missed.getTotalCount());
  }

  private static void percentiles(String prefix, Histogram micros, Map<String, Double> figures) {
    if (micros.getTotalCount() == 0) {
      return;
    }
    figures.put(prefix + "p50 ms", micros.getValueAtPercentile(50) / MICROS_PER_MILLI);
    figures.put(prefix + "p95 ms", micros.getValueAtPercentile(95) / MICROS_PER_MILLI);
    figures.put(prefix + "p99 ms", micros.getValueAtPercentile(99) / MICROS_PER_MILLI);
    figures.put(prefix + "highest ms", micros.getMaxValue() / MICROS_PER_MILLI);
  }
}
