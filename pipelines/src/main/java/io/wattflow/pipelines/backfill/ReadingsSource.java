package io.wattflow.pipelines.backfill;

import io.wattflow.core.rows.RowBlock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Where a recomputation takes the readings of its plan from. */
public interface ReadingsSource {
  /** What it holds, for messages: {@code raw readings}. */
  String noun();

  /**
   * From when to when there are readings.
   *
   * @return empty if there are none
   */
  Optional<Extent> extent() throws SourceException;

  /**
   * How many readings each day (or hour) of the plan has, about: jobs are divided by it.
   *
   * @return by its start; those without readings are left out
   */
  SortedMap<Instant, Long> units() throws SourceException;

  /**
   * Checks all that can be checked before a job runs: that there are readings, and that none are
   * missing as far as anybody can know.
   *
   * @param units what {@link #units} has said
   * @throws SourceException saying what is there instead
   */
  void check(SortedMap<Instant, Long> units) throws SourceException;

  /**
   * Looks through what jobs are about to read, as far as that can be damaged unnoticed. May take as
   * long as reading does; once is enough, after {@link #check} and before the first job.
   *
   * @throws SourceException naming what is damaged
   */
  default void verify() throws SourceException {}

  /**
   * The time of a job with margins only where it is known what lies there. Windows that reach over
   * the others would be made of a part of their readings, and are not written.
   */
  default BackfillSpan known(BackfillSpan span) throws SourceException {
    return span;
  }

  /**
   * Reads for one job.
   *
   * @param span as {@link #known} has left it
   * @return shard and packed set of readings of one minute, timestamped within it; all readings of
   *     a device have the same shard
   */
  PTransform<PBegin, PCollection<KV<Integer, byte[]>>> read(BackfillSpan span)
      throws SourceException;

  /**
   * Reads what the raw table held, margins left out, for a source that has outlived it.
   *
   * @return empty if the source cannot give it back
   */
  default Optional<PTransform<PBegin, PCollection<RowBlock>>> rows(BackfillSpan span)
      throws SourceException {
    return Optional.empty();
  }

  /**
   * The event times of the first and the last reading.
   *
   * @param first of all readings
   * @param last of all readings
   */
  record Extent(Instant first, Instant last) {
    /** For messages. */
    @Override
    public String toString() {
      return "readings are there from " + first + " to " + last;
    }
  }
}
