package io.wattflow.core.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A reading of the plain model, in fixed-point numbers; null is absent. */
public record PlainReading(
    PlainSeries series,
    long time,
    @Nullable Long sequence,
    long power,
    @Nullable Integer factor,
    @Nullable Long counter)
    implements Comparable<PlainReading> {

  private static final Comparator<PlainReading> ORDER =
      Comparator.comparing(PlainReading::series)
          .thenComparing(PlainReading::time)
          .thenComparing(PlainReading::sequence, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(PlainReading::power)
          .thenComparing(PlainReading::factor, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(PlainReading::counter, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Override
  public int compareTo(PlainReading other) {
    return ORDER.compare(this, other);
  }
}
