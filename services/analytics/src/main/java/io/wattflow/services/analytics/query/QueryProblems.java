package io.wattflow.services.analytics.query;

import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.QueryRefusedException;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.services.http.Problem;
import java.time.Duration;

/** What is answered where a question gets no answer. */
final class QueryProblems {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final String HINT = ": take a shorter time range, more filters or a coarser view";
  private static final int MIB = 1 << 20;

  private QueryProblems() {}

  static Problem refused(QueryRefusedException.Reason reason, QueryLimits limits) {
    return switch (reason) {
      case CANCELLED -> cancelled();
      case TIME ->
          tooLarge("time", "it takes longer than %d s".formatted(limits.maxTime().toSeconds()));
      case ROWS_TO_READ ->
          tooLarge("rows_to_read", "it reads more than %,d rows".formatted(limits.maxRowsToRead()));
      case MEMORY ->
          tooLarge("memory", "it needs more than %d MiB".formatted(limits.maxMemoryBytes() / MIB));
      case RESULT_ROWS ->
          tooLarge(
              "result_rows", "its answer has more than %,d rows".formatted(limits.maxResultRows()));
    };
  }

  static Problem answerTooLong() {
    return tooLarge(
        "result_bytes", "its answer is longer than %d MiB".formatted(ResultWriter.MAX_BYTES / MIB));
  }

  private static Problem tooLarge(String limit, String what) {
    return Problem.of(422, "query-too-large", "The question is too large", what + HINT)
        .with("limit", limit);
  }

  static Problem cancelled() {
    return Problem.of(409, "query-cancelled", "Cancelled", "the query was cancelled");
  }

  static Problem idInUse() {
    return Problem.of(409, "query-id-in-use", "The id is in use", "a query of this id still runs")
        .with("field", "X-Query-Id");
  }

  static Problem tooMany(int most) {
    return Problem.of(
            429,
            "too-many-queries",
            "Too many queries",
            "%d queries of yours run already: wait for one, or cancel it".formatted(most))
        .retryAfter(SOON);
  }

  static Problem busy() {
    return Problem.of(503, "busy", "Too many queries", "too many queries wait already: try again")
        .retryAfter(SOON);
  }

  static Problem away(StoreException failure) {
    return Problem.of(503, "store-away", "No answer", "the database cannot answer now: try again")
        .retryAfter(failure.retryAfter());
  }
}
