package io.wattflow.benchmarks.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Whether a live run was kept up with, judged by its samples.
 *
 * @param keptPace the load was sent as fast as it was meant to be: else nothing else counts
 * @param keptUp the lag was bounded and did not grow
 * @param checkpointing checkpoints were completed all along
 * @param memory {@code flat}, {@code growing}, or why it cannot be told
 * @param reasons what was found, a line each
 */
record Verdict(
    boolean keptPace, boolean keptUp, boolean checkpointing, String memory, List<String> reasons) {
  static final String FLAT = "flat";
  static final String GROWING = "growing";

  /** A backlog that lasts longer than this many seconds of the rate is not kept up with. */
  private static final double LONGEST_LAG_SECONDS = 10;

  /** Between the medians of the second and the last quarter. */
  private static final double MOST_LAG_GROWTH_SECONDS = 1;

  private static final double LONGEST_GAP_IN_INTERVALS = 3;
  private static final double MOST_MEMORY_GROWTH = 1.25;
  private static final int FEWEST_SAMPLES = 8;

  /** In memory growth, what is noise. */
  private static final long NOISE_BYTES = 100L << 20;

  /**
   * What a run was meant to be.
   *
   * @param perSecond records
   * @param checkpointInterval of the stream
   * @param stateFull after so long the stream drops as much state as it takes on
   */
  record Plan(double perSecond, Duration checkpointInterval, Duration stateFull) {}

  /**
   * Judges.
   *
   * @param samples of the whole run, in order; at least 8
   * @param longestCheckpointGap seconds without a completion, at most
   */
  static Verdict of(Plan plan, List<LiveSample> samples, double longestCheckpointGap) {
    if (samples.size() < FEWEST_SAMPLES) {
      throw new IllegalArgumentException("too few samples to judge: " + samples.size());
    }
    List<String> reasons = new ArrayList<>();
    return new Verdict(
        pace(plan, samples, reasons),
        lag(plan, samples, reasons),
        checkpoints(plan, longestCheckpointGap, reasons),
        memory(plan, samples, reasons),
        List.copyOf(reasons));
  }

  /** Whether all is as it should be; memory that cannot be judged does not spoil it. */
  boolean good() {
    return keptPace && keptUp && checkpointing && !memory.equals(GROWING);
  }

  /** All of it in one line. */
  String line() {
    return "%s; load %s, checkpoints %s, memory %s"
        .formatted(
            keptUp ? "kept up" : "NOT kept up",
            keptPace ? "as planned" : "NOT as planned",
            checkpointing ? "completing" : "NOT completing",
            memory);
  }

  private static boolean pace(Plan plan, List<LiveSample> samples, List<String> reasons) {
    LiveSample first = samples.get(0);
    LiveSample last = samples.get(samples.size() - 1);
    double rate = (last.accepted() - first.accepted()) / (last.seconds() - first.seconds());
    reasons.add(text("load: %,.0f records/s accepted of %,.0f planned", rate, plan.perSecond()));
    return rate >= PacedLoad.PACE * plan.perSecond();
  }

  private static boolean lag(Plan plan, List<LiveSample> samples, List<String> reasons) {
    int quarter = samples.size() / 4;
    List<LiveSample> later = samples.subList(quarter, samples.size());
    double worst = later.stream().mapToLong(LiveSample::lag).max().orElse(0) / plan.perSecond();
    double before = median(samples.subList(quarter, 2 * quarter), LiveSample::lag);
    double end = median(samples.subList(samples.size() - quarter, samples.size()), LiveSample::lag);
    double growth = (end - before) / plan.perSecond();
    reasons.add(
        text(
            "lag: at most %.1f s of the load, median %.1f s in the second quarter and %.1f s in the"
                + " last",
            worst, before / plan.perSecond(), end / plan.perSecond()));
    return worst <= LONGEST_LAG_SECONDS && growth <= MOST_LAG_GROWTH_SECONDS;
  }

  private static boolean checkpoints(Plan plan, double gap, List<String> reasons) {
    reasons.add(text("checkpoints: at most %.1f s without a completion", gap));
    return gap <= LONGEST_GAP_IN_INTERVALS * plan.checkpointInterval().toMillis() / 1e3;
  }

  private static String memory(Plan plan, List<LiveSample> samples, List<String> reasons) {
    double full = plan.stateFull().toMillis() / 1e3;
    List<LiveSample> judged = samples.stream().filter(sample -> sample.seconds() >= full).toList();
    if (judged.size() < FEWEST_SAMPLES) {
      String why =
          text("not judged: by design the state grows for %.0f s, and the run was too short", full);
      reasons.add("memory: " + why);
      return why;
    }
    int third = judged.size() / 3;
    double before = lowest(judged.subList(0, third));
    double end = lowest(judged.subList(judged.size() - third, judged.size()));
    reasons.add(
        text(
            "memory: lowest heap %,.0f MB at the beginning and %,.0f MB at the end of what was"
                + " judged, from %.0f s on",
            before / (1 << 20), end / (1 << 20), full));
    return end <= MOST_MEMORY_GROWTH * before + NOISE_BYTES ? FLAT : GROWING;
  }

  /** The lowest is what a collection left, whenever it was. */
  private static double lowest(List<LiveSample> samples) {
    return samples.stream().mapToLong(LiveSample::heapBytes).min().orElse(0);
  }

  private static double median(List<LiveSample> samples, ToLongFunction<LiveSample> value) {
    long[] sorted = samples.stream().mapToLong(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
