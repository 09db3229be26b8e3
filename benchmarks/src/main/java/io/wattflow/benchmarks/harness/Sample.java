package io.wattflow.benchmarks.harness;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one round of one subject gave.
 *
 * @param eventsPerSecond the rate; above 0
 * @param figures other measured numbers by name, each name with its unit, such as {@code heap MB}
 */
public record Sample(double eventsPerSecond, SortedMap<String, Double> figures) {
  /** Copies the figures. */
  public Sample {
    if (!(eventsPerSecond > 0) || Double.isInfinite(eventsPerSecond)) {
      throw new IllegalArgumentException("a rate must be positive: " + eventsPerSecond);
    }
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /** A rate without other figures. */
  public static Sample of(double eventsPerSecond) {
    return new Sample(eventsPerSecond, new TreeMap<>());
  }

  /** A rate with other figures in any map. */
  public static Sample of(double eventsPerSecond, Map<String, Double> figures) {
    return new Sample(eventsPerSecond, new TreeMap<>(figures));
  }
}
