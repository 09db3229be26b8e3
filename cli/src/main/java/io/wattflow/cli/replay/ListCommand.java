package io.wattflow.cli.replay;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.WrongOption;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wattflow replay list}. */
@Command(
    name = "list",
    description = {
      "Count dead letters by reason, and list the newest.",
      "Times are those of the original records. Nothing is changed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ListCommand implements Callable<Integer> {
  private static final int MOST_LINES = 1_000_000;

  /** Forms of the output. */
  enum Format {
    TEXT,
    JSON
  }

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      defaultValue = "20",
      description = "Letters to list; all are counted. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Option(
      names = "--format",
      paramLabel = "<text|json>",
      defaultValue = "text",
      description = "For people, or for programs. Default: ${DEFAULT-VALUE}")
  private Format format = Format.TEXT;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws CommandFailedException, IOException, InterruptedException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    Selection meant = selection.selection(Set.of());
    if (limit < 0 || limit > MOST_LINES) {
      throw WrongOption.of(spec, "--limit", limit, "must be from 0 to 1,000,000");
    }
    try (Kafka kafka = source.kafka()) {
      DeadLetters letters = source.letters(kafka);
      LetterSummary summary = new LetterSummary(meant, letters.marks(), limit);
      letters.readEach(summary);
      if (format == Format.JSON) {
        LetterJson.write(letters.topic(), summary, letters.others(), line.getOut());
      } else {
        new LetterTable(line.getOut()).write(letters.topic(), summary, letters.others());
      }
    }
    return ExitCode.OK;
  }
}
