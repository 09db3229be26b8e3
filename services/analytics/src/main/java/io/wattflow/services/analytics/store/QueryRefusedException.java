package io.wattflow.services.analytics.store;

import java.io.Serial;

/** A question that would have cost more than it may, or that somebody has cancelled. */
public final class QueryRefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Which limit ended it. */
  public enum Reason {
    /** {@link QueryLimits#maxTime}. */
    TIME,
    /** {@link QueryLimits#maxRowsToRead}. */
    ROWS_TO_READ,
    /** {@link QueryLimits#maxMemoryBytes}. */
    MEMORY,
    /** {@link QueryLimits#maxResultRows}. */
    RESULT_ROWS,
    /** Its statement was cancelled. */
    CANCELLED
  }

  QueryRefusedException(Reason reason, Throwable cause) {
    super("ended by " + reason, cause);
    this.reason = reason;
  }

  /** Which limit ended it. */
  public Reason reason() {
    return reason;
  }
}
