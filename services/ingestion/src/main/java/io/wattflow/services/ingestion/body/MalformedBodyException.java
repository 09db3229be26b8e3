package io.wattflow.services.ingestion.body;

/** A body that no reading can be had from, or that exceeds a bound: it is refused as a whole. */
public final class MalformedBodyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int status;

  /**
   * Of some reason.
   *
   * @param status of HTTP, 400 to 499
   * @param reason stable name, upper case
   * @param detail one line for people
   */
  public MalformedBodyException(int status, String reason, String detail) {
    super(detail, null, false, false); // thrown at line rate by whoever wants it: no stack
    this.status = status;
    this.reason = reason;
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  /** One line for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
