package io.wattflow.core.model;

import java.util.Comparator;

/** The tags of a series of the plain model. */
public record PlainSeries(long user, String device, int type) implements Comparable<PlainSeries> {
  @Override
  public int compareTo(PlainSeries other) {
    return Comparator.comparing(PlainSeries::user)
        .thenComparing(PlainSeries::device)
        .thenComparing(PlainSeries::type)
        .compare(this, other);
  }
}
