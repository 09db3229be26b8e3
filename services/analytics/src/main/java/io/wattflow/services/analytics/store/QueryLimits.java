package io.wattflow.services.analytics.store;

import java.time.Duration;

/**
 * What one ad-hoc question may cost.
 *
 * @param maxTime until its answer is complete; positive
 * @param maxRowsToRead of tables, on one server; positive
 * @param maxMemoryBytes of the server; positive
 * @param maxResultRows of the answer; positive
 */
public record QueryLimits(
    Duration maxTime, long maxRowsToRead, long maxMemoryBytes, long maxResultRows) {
  public QueryLimits {
    if (maxTime.isNegative() || maxTime.isZero()) {
      throw new IllegalArgumentException("maxTime must be positive: " + maxTime);
    }
    if (maxRowsToRead < 1 || maxMemoryBytes < 1 || maxResultRows < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: rows to read %d, bytes %d, rows %d"
              .formatted(maxRowsToRead, maxMemoryBytes, maxResultRows));
    }
  }
}
