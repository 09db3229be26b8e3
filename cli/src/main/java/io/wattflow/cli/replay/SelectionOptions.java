package io.wattflow.cli.replay;

import io.wattflow.cli.WrongOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which letters are meant; what is not asked for does not restrict. */
final class SelectionOptions {
  @Option(
      names = "--reason",
      paramLabel = "<reason>",
      description = "Letters of this reason, such as OVERSIZED; may be repeated.")
  private List<String> reasons = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "<instant>",
      converter = InstantConverter.class,
      description = "Such as 2026-11-23T18:00:00Z: letters whose original is from then or later.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "<instant>",
      converter = InstantConverter.class,
      description = "The same: letters whose original is from before then.")
  private @Nullable Instant until;

  @Option(
      names = "--topic",
      paramLabel = "<name>",
      description = "Letters whose original came from this topic.")
  private @Nullable String topic;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  /**
   * Checks the options.
   *
   * @param places any of these; empty: any
   */
  Selection selection(Set<Place> places) {
    WrongOption.requireTopic(mixee, "--topic", topic);
    if (since != null && until != null && !since.isBefore(until)) {
      throw WrongOption.of(mixee, "--until", until, "must be later than --since");
    }
    Set<String> symbols =
        reasons.stream()
            .map(reason -> reason.strip().toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new Selection(symbols, since, until, topic, places);
  }

  /** Reads a letter's name as {@code replay list} shows it. */
  static Place place(@Nullable CommandSpec command, String text) {
    return Place.parse(text)
        .orElseThrow(
            () ->
                WrongOption.of(
                    command, "<letter>", text, "is no letter; write topic-partition-offset"));
  }

  private static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        return Instant.parse(value);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + value + "' is no instant; write 2026-11-23T18:00:00Z");
      }
    }
  }
}
