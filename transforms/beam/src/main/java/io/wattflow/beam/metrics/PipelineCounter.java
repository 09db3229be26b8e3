package io.wattflow.beam.metrics;

import java.util.Locale;

/**
 * What the telemetry pipeline counts. In a run without failures the counters obey
 *
 * <pre>{@code
 * RECORDS_READ = READINGS_ROLLED_UP + DEAD_LETTERS + readings later than the allowed lateness
 * }</pre>
 *
 * where the last term has no counter of its own, since Beam drops such readings silently: it is
 * what is left over. (The raw table has them all.)
 */
public enum PipelineCounter {
  /** Records taken from the telemetry topic, good or bad. */
  RECORDS_READ,
  /** Readings, repeats included, that reached the accumulator of their minute. */
  READINGS_ROLLED_UP,
  /** The part of {@link #READINGS_ROLLED_UP} that arrived after its minute had been closed. */
  READINGS_LATE,
  /** Records that could not be decoded or did not validate. */
  DEAD_LETTERS,
  /** Readings handed to the raw table, repeats included. */
  RAW_ROWS,
  /** Rollup rows emitted, all windows and all panes together. */
  ROLLUP_ROWS,
  /** Device status values sent to Redis. */
  STATUS_PUSHED;

  /** The counter's name in lower case with underscores, such as {@code records_read}. */
  public String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
