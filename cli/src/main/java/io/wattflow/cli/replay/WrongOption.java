package io.wattflow.cli.replay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is said of an option whose value cannot work. */
final class WrongOption {
  private static final String TOPIC = "[A-Za-z0-9._-]{1,249}";

  private WrongOption() {}

  /** One line with the option, its value and the rule that it breaks. */
  static ParameterException of(
      @Nullable CommandSpec command, String option, @Nullable Object value, String rule) {
    return new ParameterException(
        Objects.requireNonNull(command).commandLine(),
        "Invalid value for option '%s': %s %s".formatted(option, value, rule));
  }

  /** Lets only names pass that a topic can have; null passes too. */
  static void requireTopic(@Nullable CommandSpec command, String option, @Nullable String value) {
    if (value != null && !value.matches(TOPIC)) {
      throw of(command, option, value, "must be of letters, digits, '.', '_' and '-'");
    }
  }

  /** Reads a letter's name as {@code replay list} shows it. */
  static Place requirePlace(@Nullable CommandSpec command, String text) {
    return Place.parse(text)
        .orElseThrow(
            () -> of(command, "<letter>", text, "is no letter; write topic-partition-offset"));
  }
}
