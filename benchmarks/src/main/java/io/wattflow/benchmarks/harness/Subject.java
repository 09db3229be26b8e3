package io.wattflow.benchmarks.harness;

/** One of the things that a benchmark compares. */
public interface Subject {
  /** Short and unique within the benchmark, such as {@code wattflow}. */
  String name();

  /** Flags and heap that it runs with, for the report; empty if it has none. */
  default String settings() {
    return "";
  }

  /**
   * Does the work once and measures it.
   *
   * @param round 0 for the warm-up, which is not counted; then 1, 2, 3 ...
   * @throws SubjectFailedException if it broke down, or its result is wrong: it then has no rate
   *     and takes part no longer, while the others go on
   * @throws Exception anything else ends the benchmark
   */
  Sample round(int round) throws Exception;
}
