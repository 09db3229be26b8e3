package io.wattflow.pipelines.options;

/** An option has a value that cannot work; the message names the option and the remedy. */
public final class OptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Names what is wrong.
   *
   * @param option the option's name without dashes
   * @param value what was given
   * @param remedy what would work
   */
  public OptionException(String option, String value, String remedy) {
    super("--" + option + "=" + value + ": " + remedy);
  }
}
