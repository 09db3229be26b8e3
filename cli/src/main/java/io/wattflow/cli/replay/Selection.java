package io.wattflow.cli.replay;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant.
 *
 * @param reasons any of these; empty: any
 * @param since earliest timestamp of the original, inclusive; null: any
 * @param until latest timestamp of the original, exclusive; null: any
 * @param topic of the original; null: any
 * @param places any of these; empty: any
 */
record Selection(
    Set<String> reasons,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String topic,
    Set<Place> places) {
  Selection {
    reasons = Set.copyOf(reasons);
    places = Set.copyOf(places);
  }

  /** Whether a letter is meant. One without a timestamp is not, where a time is asked for. */
  boolean includes(Letter letter) {
    return (reasons.isEmpty() || reasons.contains(letter.reason()))
        && (topic == null || topic.equals(letter.place().topic()))
        && (places.isEmpty() || places.contains(letter.place()))
        && isInTime(letter.timestamp());
  }

  private boolean isInTime(@Nullable Instant timestamp) {
    if (since == null && until == null) {
      return true;
    }
    return timestamp != null
        && (since == null || !timestamp.isBefore(since))
        && (until == null || timestamp.isBefore(until));
  }
}
