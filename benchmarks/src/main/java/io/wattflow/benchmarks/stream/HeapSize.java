package io.wattflow.benchmarks.stream;

import io.wattflow.benchmarks.harness.BenchException;

/** Sizes as the JVM takes them. */
public final class HeapSize {
  private HeapSize() {}

  /**
   * The bytes of a size such as {@code 512m} or {@code 5g}.
   *
   * @param option that gave it, for the error
   * @throws BenchException if it is no such size
   */
  public static long bytes(String option, String size) {
    if (!size.matches("[1-9][0-9]{0,5}[mg]")) {
      throw new BenchException(option + " must be a size such as 512m or 5g: " + size);
    }
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return number << (size.endsWith("g") ? 30 : 20);
  }
}
