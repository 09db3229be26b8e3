package io.wattflow.simulation.load;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What became of the records of a load. Every record that is sent is counted once more when its
 * fate is known: {@code sent = accepted + refused as planned + refused against the plan + open}.
 *
 * <p>Thread-safe.
 */
public final class LoadTally {
  private static final long MAX_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;
  private static final long NANOS_PER_MICRO = 1_000;

  private final LongAdder sent = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder answers = new LongAdder();
  private final LongAdder acceptedAgainstPlan = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Map<String, LongAdder> refusedAsPlanned = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> refusedAgainstPlan = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> malformed = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> retries = new ConcurrentSkipListMap<>();
  private final Histogram latency = new ConcurrentHistogram(MAX_MICROS, DIGITS);
  private final Histogram service = new ConcurrentHistogram(MAX_MICROS, DIGITS);
  private final AtomicLong lastAnswerNanos = new AtomicLong();
  private final AtomicReference<@Nullable String> refusalExample = new AtomicReference<>();
  private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
  private final Duration warmUp;
  private volatile int hopelessStatus;
  private volatile long measuredFromNanos;

  /** Measures from the start. */
  public LoadTally() {
    this(Duration.ZERO);
  }

  /**
   * Counts everything, but measures the latency only of what is due later than {@code warmUp} after
   * the start: before that, much of it is that of code which is not compiled yet, on both sides.
   */
  public LoadTally(Duration warmUp) {
    this.warmUp = warmUp;
  }

  /** Time after the start whose latencies are not measured. */
  public Duration warmUp() {
    return warmUp;
  }

  /** Is told when the first record may be due, as of {@link System#nanoTime}. */
  void starts(long nanos) {
    measuredFromNanos = nanos + warmUp.toNanos();
  }

  /** Records go out. */
  void sent(int records) {
    sent.add(records);
  }

  /** Records are safe. */
  void accepted(int records) {
    accepted.add(records);
  }

  /** Records are safe that should have been refused; they are among the accepted ones. */
  void acceptedAgainstPlan(int records) {
    acceptedAgainstPlan.add(records);
  }

  /** Malformed records went where nobody looks at them yet; they are among the accepted ones. */
  void passedOn(String reason) {
    add(malformed, reason, 1);
  }

  /** Malformed records were refused. */
  void refusedAsPlanned(String reason, int records) {
    refused.add(records);
    add(refusedAsPlanned, reason, records);
  }

  /**
   * Good records were refused.
   *
   * @param example the answer in words
   */
  void refusedAgainstPlan(String reason, int records, String example) {
    refused.add(records);
    add(refusedAgainstPlan, reason, records);
    refusalExample.compareAndSet(null, example);
  }

  /** A request had to be repeated. */
  void retried(String why) {
    add(retries, why, 1);
  }

  /**
   * The fate of a request is known.
   *
   * @param dueNanos when it was due, as of {@link System#nanoTime}
   * @param serviceNanos how long the last try took
   */
  void answered(long dueNanos, long serviceNanos) {
    long now = System.nanoTime();
    answers.increment();
    if (dueNanos - measuredFromNanos >= 0) {
      record(latency, now - dueNanos);
      record(service, serviceNanos);
    }
    lastAnswerNanos.set(now);
  }

  /** Nothing more can come of it: the load ends. Of several reports the first one counts. */
  void trouble(String line) {
    trouble.compareAndSet(null, line);
  }

  /**
   * As {@link #trouble(String)}, when the door refuses whatever it gets.
   *
   * @param status of its answer
   */
  void hopeless(int status, String line) {
    if (trouble.compareAndSet(null, line)) {
      hopelessStatus = status;
    }
  }

  /** Status by which the door has refused whatever it got; 0 if it has not. */
  public int hopelessStatus() {
    return hopelessStatus;
  }

  /** Why the load must end; null as long as nothing is wrong. */
  public @Nullable String trouble() {
    return trouble.get();
  }

  /** Records sent so far. */
  public long sent() {
    return sent.sum();
  }

  /** Records that are safe. */
  public long accepted() {
    return accepted.sum();
  }

  /** Records whose fate is known. */
  public long settled() {
    return accepted.sum() + refused.sum();
  }

  /** Requests whose fate is known. */
  public long answers() {
    return answers.sum();
  }

  /** Malformed records that are among the accepted ones though they should have been refused. */
  public long acceptedAgainstPlan() {
    return acceptedAgainstPlan.sum();
  }

  /** Malformed records that were refused, by reason. */
  public SortedMap<String, Long> refusedAsPlanned() {
    return sums(refusedAsPlanned);
  }

  /** Good records that were refused, by reason. */
  public SortedMap<String, Long> refusedAgainstPlan() {
    return sums(refusedAgainstPlan);
  }

  /** An answer that refused a good record; null if there is none. */
  public @Nullable String refusalExample() {
    return refusalExample.get();
  }

  /** Malformed records that went to a topic, by the reason that their dead letters must carry. */
  public SortedMap<String, Long> passedOn() {
    return sums(malformed);
  }

  /** Repeated requests, by status or {@link DoorDelivery#NO_CONNECTION}. */
  public SortedMap<String, Long> retries() {
    return sums(retries);
  }

  /** When the last answer came, as of {@link System#nanoTime}; 0 before the first one. */
  long lastAnswerNanos() {
    return lastAnswerNanos.get();
  }

  /** From the instant at which a request was due to its last answer. */
  public Latencies latency() {
    return Latencies.of(latency);
  }

  /** From the sending of a request's last try to its answer. */
  public Latencies service() {
    return Latencies.of(service);
  }

  private static void record(Histogram histogram, long nanos) {
    // Values beyond an hour count as an hour.
    histogram.recordValue(Math.min(MAX_MICROS, Math.max(0, nanos / NANOS_PER_MICRO)));
  }

  private static void add(Map<String, LongAdder> counts, String name, int number) {
    counts.computeIfAbsent(name, key -> new LongAdder()).add(number);
  }

  private static SortedMap<String, Long> sums(Map<String, LongAdder> counts) {
    SortedMap<String, Long> sums = new TreeMap<>();
    counts.forEach((name, count) -> sums.put(name, count.sum()));
    return sums;
  }
}
