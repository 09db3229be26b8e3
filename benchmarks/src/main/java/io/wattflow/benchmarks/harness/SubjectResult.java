package io.wattflow.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All counted rounds of one subject.
 *
 * @param name of the subject
 * @param settings flags and heap that it ran with; empty if it has none
 * @param samples of the counted rounds in order; those before a failure too
 * @param failure why the subject has no rate, null if it has one
 */
public record SubjectResult(
    String name, String settings, List<Sample> samples, @Nullable String failure) {
  /** Copies the samples. */
  public SubjectResult {
    samples = List.copyOf(samples);
  }

  /** The median rate in events per second; empty if the subject failed or no round counted. */
  public OptionalDouble median() {
    return failure == null ? median(rates()) : OptionalDouble.empty();
  }

  /** The lowest rate; empty as {@link #median}. */
  public OptionalDouble lowest() {
    return failure == null
        ? rates().stream().mapToDouble(Double::doubleValue).min()
        : OptionalDouble.empty();
  }

  /** The highest rate; empty as {@link #median}. */
  public OptionalDouble highest() {
    return failure == null
        ? rates().stream().mapToDouble(Double::doubleValue).max()
        : OptionalDouble.empty();
  }

  /** The median of each figure over the rounds that have it. */
  public SortedMap<String, Double> medianFigures() {
    TreeSet<String> names = new TreeSet<>();
    samples.forEach(sample -> names.addAll(sample.figures().keySet()));
    SortedMap<String, Double> medians = new TreeMap<>();
    for (String figure : names) {
      median(figure(figure)).ifPresent(value -> medians.put(figure, value));
    }
    return medians;
  }

  /** A figure's values, of the rounds that have it. */
  public List<Double> figure(String name) {
    List<Double> values = new ArrayList<>();
    for (Sample sample : samples) {
      Double value = sample.figures().get(name);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private List<Double> rates() {
    return samples.stream().map(Sample::eventsPerSecond).toList();
  }

  /** The middle of the values, the mean of the two in the middle of an even number. */
  static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
