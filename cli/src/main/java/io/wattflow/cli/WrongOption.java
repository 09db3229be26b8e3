package io.wattflow.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is said of an option whose value cannot work. */
public final class WrongOption {
  private static final String TOPIC = "[A-Za-z0-9._-]{1,249}";
  private static final String BROKERS = "[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*";

  private WrongOption() {}

  /**
   * One line with the option, its value and the rule that it breaks.
   *
   * @param command set by picocli
   * @param value "..." where it could hold a secret
   */
  public static ParameterException of(
      @Nullable CommandSpec command, String option, @Nullable Object value, String rule) {
    return new ParameterException(
        Objects.requireNonNull(command).commandLine(),
        "Invalid value for option '%s': '%s' %s".formatted(option, value, rule));
  }

  /**
   * Lets only values pass that keep to the rule.
   *
   * @throws ParameterException as of {@link #of}, if it does not hold
   */
  public static void require(
      @Nullable CommandSpec command,
      String option,
      @Nullable Object value,
      boolean holds,
      String rule) {
    if (!holds) {
      throw of(command, option, value, rule);
    }
  }

  /** Lets only names pass that a topic can have; null passes too. */
  public static void requireTopic(
      @Nullable CommandSpec command, String option, @Nullable String value) {
    require(
        command,
        option,
        value,
        value == null || value.matches(TOPIC),
        "must be of letters, digits, '.', '_' and '-'");
  }

  /** Lets only addresses of Kafka brokers pass. */
  public static void requireBrokers(@Nullable CommandSpec command, String option, String value) {
    require(command, option, value, value.matches(BROKERS), "write host:port, several with commas");
  }
}
