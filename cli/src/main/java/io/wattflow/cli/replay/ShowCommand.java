package io.wattflow.cli.replay;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.WrongOption;
import io.wattflow.cli.replay.Judge.Good;
import io.wattflow.cli.replay.Judge.Refused;
import io.wattflow.cli.replay.Judge.Verdict;
import io.wattflow.schemas.wire.RegistryUnavailableException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wattflow replay show}. */
@Command(
    name = "show",
    description = "Show all of one dead letter, its bytes, and what this version says of them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<letter>",
      description = "topic-partition-offset of the original, as `replay list` shows it.")
  private String letterName = "";

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private JudgeOptions judging = new JudgeOptions();

  @Option(
      names = "--bytes",
      paramLabel = "<n>",
      defaultValue = "1024",
      description = "Bytes of the payload to show. Default: ${DEFAULT-VALUE}")
  private int bytes;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    Place wanted = SelectionOptions.place(spec, letterName);
    if (bytes < 0) {
      throw WrongOption.of(spec, "--bytes", bytes, "must not be negative");
    }
    Judge judge = judging.judge(Clock.systemUTC());
    try (Kafka kafka = source.kafka()) {
      DeadLetters letters = source.letters(kafka);
      Found found = new Found(wanted);
      letters.readEach(found);
      Letter letter = found.letter;
      if (letter == null) {
        throw new CommandFailedException(
            "%s has no letter %s; `wattflow replay list` shows what there is"
                .formatted(letters.topic(), wanted));
      }
      print(letter, letters.marks().of(letter), judge.judge(letter.payload()), line.getOut());
    } catch (RegistryUnavailableException e) {
      throw RunCommand.registryAway(e);
    }
    return ExitCode.OK;
  }

  /** The last one of that place: a topic that was made anew may have had it twice. */
  private static final class Found implements DeadLetters.Visitor {
    private final Place wanted;
    private @Nullable Letter letter;

    Found(Place wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean visit(Letter candidate) {
      if (candidate.place().equals(wanted)) {
        letter = candidate;
      }
      return true;
    }
  }

  private void print(Letter letter, List<ReplayMark> marks, Verdict verdict, PrintWriter out) {
    byte[] key = letter.key();
    out.println("Dead letter " + letter.place());
    field(out, "reason", Printable.text(letter.reason()));
    field(out, "detail", Printable.text(letter.detail()));
    field(out, "step", Printable.text(letter.step()));
    field(out, "topic", letter.place().topic());
    field(out, "partition", Integer.toString(letter.place().partition()));
    field(out, "offset", Long.toString(letter.place().offset()));
    field(out, "timestamp", letter.timestamp() == null ? "none" : letter.timestamp().toString());
    field(out, "key", key == null ? "none" : Printable.bytes(key));
    if (marks.stream().noneMatch(ReplayMark::isSent)) {
      field(out, "replayed", "no");
    }
    for (ReplayMark mark : marks) {
      field(out, "replayed", LetterTable.replayed(mark) + " at " + mark.at());
    }
    int length = letter.payload().length;
    String shown = length > bytes ? String.format(Locale.ROOT, ", the first %,d:", bytes) : "";
    field(out, "payload", String.format(Locale.ROOT, "%,d bytes%s", length, shown));
    out.print(Printable.dump(letter.payload(), bytes));
    field(out, "now", Printable.text(judgement(verdict)));
    out.flush();
  }

  private static String judgement(Verdict verdict) {
    if (verdict instanceof Good good) {
      return "a good reading: " + good.text();
    }
    Refused refused = (Refused) verdict;
    return "still refused by step %s: %s, %s"
        .formatted(refused.step(), refused.reason(), refused.detail());
  }

  private static void field(PrintWriter out, String name, String value) {
    out.println(String.format(Locale.ROOT, "  %-10s %s", name, value));
  }
}
