package io.wattflow.beam.sink;

import java.time.Duration;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.FluentBackoff;

/** How a store that is away is asked again. */
final class Outages {
  private static final org.joda.time.Duration FIRST = org.joda.time.Duration.millis(200);
  private static final org.joda.time.Duration LONGEST = org.joda.time.Duration.standardSeconds(10);

  private Outages() {}

  /** Pauses that grow from 0.2 s to 10 s, until they add up to {@code maxOutage}. */
  static BackOff pauses(Duration maxOutage) {
    return FluentBackoff.DEFAULT
        .withInitialBackoff(FIRST)
        .withMaxBackoff(LONGEST)
        .withMaxCumulativeBackoff(org.joda.time.Duration.millis(maxOutage.toMillis()))
        .backoff();
  }

  /** Drivers wrap what has happened in what they were about to do. */
  static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
