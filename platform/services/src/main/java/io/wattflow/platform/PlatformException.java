package io.wattflow.platform;

/** Says in one line which part failed, why, and what helps. */
public final class PlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String part;

  /**
   * An error of one part.
   *
   * @param part such as "Kafka"
   * @param cause what is wrong, without a full stop
   * @param remedy what to do about it, without a full stop
   */
  public PlatformException(String part, String cause, String remedy) {
    super(part + ": " + cause + "; " + remedy);
    this.part = part;
  }

  /** As the other, with what lies behind it. */
  public PlatformException(String part, String cause, String remedy, Throwable behind) {
    super(part + ": " + cause + "; " + remedy, behind);
    this.part = part;
  }

  /** The part that failed, such as "Kafka". */
  public String part() {
    return part;
  }
}
