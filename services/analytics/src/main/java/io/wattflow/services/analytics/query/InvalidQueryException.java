package io.wattflow.services.analytics.query;

import io.wattflow.services.http.Problem;
import java.io.Serial;
import java.util.List;
import java.util.Map;

/** A document that is not a question; it says what is wrong and where, all of it at once. */
public final class InvalidQueryException extends QueryException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong.
   *
   * @param field JSON pointer (RFC 6901) of the field; empty: the whole document
   */
  public record Fault(String field, String message) {}

  @SuppressWarnings("serial") // records of strings in an unmodifiable list
  private final List<Fault> faults;

  public InvalidQueryException(String field, String message) {
    this(List.of(new Fault(field, message)));
  }

  /**
   * @param faults at least one
   */
  public InvalidQueryException(List<Fault> faults) {
    super(faults.get(0).field() + ": " + faults.get(0).message(), null);
    this.faults = List.copyOf(faults);
  }

  /** What is wrong, in the order of the document; at least one. */
  public List<Fault> faults() {
    return faults;
  }

  @Override
  public Problem problem() {
    Fault first = faults.get(0);
    return Problem.of(400, "invalid-query", "Not a question", first.message())
        .with("field", first.field())
        .with(
            "errors",
            faults.stream()
                .map(fault -> Map.of("field", fault.field(), "detail", fault.message()))
                .toList());
  }
}
