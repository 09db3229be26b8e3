package io.wattflow.services.analytics.store;

import com.clickhouse.client.api.ServerException;
import io.wattflow.services.analytics.store.QueryRefusedException.Reason;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whose fault it is that a question was not answered. */
enum Failure {
  /** The server's: it is away, too slow, or not what it should be. Another one may answer. */
  SERVER,
  /**
   * No connection was free, or the wait for one was interrupted. Another server may have one; this
   * one has done nothing wrong.
   */
  BUSY,
  /** The question's: it costs more than its limits, or was cancelled. */
  LIMIT,
  /** The question's, and so ours: no server would answer it. */
  QUESTION;

  private static final int TIMEOUT_EXCEEDED = 159;
  private static final int TOO_SLOW = 160;
  private static final int MEMORY_LIMIT_EXCEEDED = 241;

  /**
   * Errors that speak of the server and not of the question: too many queries, too little memory or
   * disk, files and partners that cannot be reached, stopping; a user, database or table that it
   * does not know, since the others may have been set up already.
   */
  private static final Set<Integer> OF_THE_SERVER =
      Set.of(
          60, 74, 75, 76, 81, 159, 160, 173, 192, 193, 194, 198, 202, 209, 210, 236, 241, 243, 246,
          279, 286, 300, 319, 394, 439, 516, 999);

  private static final Map<Integer, Reason> LIMITS =
      Map.of(
          158,
          Reason.ROWS_TO_READ,
          TIMEOUT_EXCEEDED,
          Reason.TIME,
          TOO_SLOW,
          Reason.TIME,
          MEMORY_LIMIT_EXCEEDED,
          Reason.MEMORY,
          307,
          Reason.ROWS_TO_READ,
          394,
          Reason.CANCELLED,
          396,
          Reason.RESULT_ROWS);

  /** What a failure of a question without limits of its own means. */
  static Failure of(Exception failure) {
    int code = code(failure);
    if (code != 0) {
      return OF_THE_SERVER.contains(code) ? SERVER : QUESTION;
    }
    if (failure instanceof SQLTransientConnectionException) {
      return BUSY;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException || cause instanceof TimeoutException) {
        return SERVER;
      }
      if (cause instanceof InterruptedException) {
        return BUSY;
      }
    }
    return QUESTION;
  }

  /** What a failure of a question with limits of its own means. */
  static Failure ofLimited(Exception failure) {
    return reason(failure) != null ? LIMIT : of(failure);
  }

  /** Which limit it was; null: none. */
  static @Nullable Reason reason(Exception failure) {
    return LIMITS.get(code(failure));
  }

  /** The server's number of the error; 0: it has not answered, or not with an error. */
  private static int code(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException server) {
        return server.getCode();
      }
      if (cause instanceof SQLException sql && sql.getErrorCode() != 0) {
        return sql.getErrorCode();
      }
    }
    return 0;
  }
}
