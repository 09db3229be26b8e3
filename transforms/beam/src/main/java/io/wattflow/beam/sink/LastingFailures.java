package io.wattflow.beam.sink;

import com.clickhouse.client.api.ServerException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Failures that waiting does not mend: the bundle fails at once, and its message says which. */
final class LastingFailures {
  /** ClickHouse's codes: no such column, table or database, access denied, wrong password. */
  private static final Set<Integer> CODES = Set.of(16, 60, 81, 497, 516);

  private LastingFailures() {}

  static boolean isLasting(SQLException failure) {
    return CODES.contains(failure.getErrorCode());
  }

  /** Looks for the server's words in what the client has made of them. */
  static boolean isLasting(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException server) {
        return CODES.contains(server.getCode());
      }
    }
    return false;
  }
}
