package io.wattflow.cli.replay;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.WrongOption;
import io.wattflow.cli.console.StopSignal;
import io.wattflow.cli.replay.Outbox.Item;
import io.wattflow.cli.replay.Outbox.Outcome;
import io.wattflow.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wattflow replay run}. */
@Command(
    name = "run",
    description = {
      "Send the original records of dead letters to their topic again: same key, bytes and time.",
      "Each is judged first by the limits that you name, which should be those of the stream; what"
          + " would be refused again is not sent. What was sent is remembered: a second run sends"
          + " nothing, one that was interrupted goes on.",
      "Exit code 0 if all that can be sent is sent, 1 if not, 130 when interrupted."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final Clock CLOCK = Clock.systemUTC();

  /** An offset that no record has. */
  private static final long NOWHERE = -1;

  @Parameters(
      paramLabel = "<letter>",
      arity = "0..*",
      description = "topic-partition-offset of the originals. Default: all that the options select")
  private List<String> letterNames = new ArrayList<>();

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      description = "Letters to send at most. Default: all")
  private @Nullable Long limit;

  @Option(
      names = {"--toTopic", "--to-topic"},
      paramLabel = "<name>",
      description = "Where they go. Default: each to the topic it came from")
  private @Nullable String toTopic;

  @Option(
      names = "--again",
      description =
          "Also records of earlier replays that came back as dead letters, because the stream was"
              + " not mended yet. Those are never sent otherwise.")
  private boolean again;

  @Option(
      names = {"--dryRun", "--dry-run"},
      description = "Say what would be sent, and send nothing.")
  private boolean dryRun;

  @Mixin private JudgeOptions judging = new JudgeOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    Replay.Order order = order();
    Judge judge = judging.judge(CLOCK);
    try (StopSignal stop = new StopSignal();
        Kafka kafka = source.kafka()) {
      DeadLetters letters = source.letters(kafka);
      if (order.toTopic() != null) {
        retention(kafka, order.toTopic());
      }
      if (dryRun) {
        letters.requireLastingMarks();
        ReplayMarks marks = letters.marks();
        return go(replay(order, judge, kafka, marks, RunCommand::pretend, stop), letters, stop);
      }
      // Open before the marks are read: no other replay adds any from here on.
      try (Outbox outbox = Outbox.open(kafka, letters, CLOCK)) {
        ReplayMarks marks = letters.marksThrough(outbox.barrier());
        return go(replay(order, judge, kafka, marks, outbox::send, stop), letters, stop);
      }
    } catch (RegistryUnavailableException e) {
      throw registryAway(e);
    }
  }

  private static Optional<Duration> retention(Kafka kafka, String topic)
      throws CommandFailedException, InterruptedException {
    kafka.requireTopic(topic, "name another with --toTopic, or less with --topic");
    return kafka.retention(topic);
  }

  private Replay.Order order() {
    WrongOption.requireTopic(spec, "--toTopic", toTopic);
    if (limit != null && limit < 1) {
      throw WrongOption.of(spec, "--limit", limit, "must be at least 1");
    }
    Set<Place> places =
        letterNames.stream()
            .map(name -> SelectionOptions.place(spec, name))
            .collect(Collectors.toSet());
    return new Replay.Order(
        selection.selection(places), toTopic, again, limit == null ? Long.MAX_VALUE : limit);
  }

  private static Replay replay(
      Replay.Order order,
      Judge judge,
      Kafka kafka,
      ReplayMarks marks,
      Replay.Sender sender,
      StopSignal stop) {
    return new Replay(
        order, marks, judge, topic -> retention(kafka, topic), sender, stop::raised, CLOCK);
  }

  private int go(Replay replay, DeadLetters letters, StopSignal stop)
      throws CommandFailedException, InterruptedException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    letters.readEach(replay);
    boolean interrupted = stop.raised();
    replay.end(!interrupted);
    ReplayTally tally = replay.tally();
    new ReplayReport(line.getOut()).write(tally, letters.others(), dryRun);
    if (interrupted) {
      line.getErr().println("wattflow replay run: interrupted; run the same again to go on");
      return INTERRUPTED;
    }
    if (!tally.lettersRefusedByKafka().isEmpty()) {
      throw new CommandFailedException(
          "Kafka would not have some letters, see above; all others are done");
    }
    return ExitCode.OK;
  }

  /** As if all were sent: the twins of these letters are counted as they will be. */
  private static List<Outcome> pretend(List<Item> items) {
    return items.stream()
        .map(
            item -> {
              Place landed = new Place(item.topic(), 0, NOWHERE);
              return new Outcome(
                  item,
                  new ReplayMark(item.letter().digest(), item.topic(), landed, Instant.EPOCH),
                  "");
            })
        .toList();
  }

  /** Without the address, which may hold a password. */
  static CommandFailedException registryAway(RegistryUnavailableException e) {
    return new CommandFailedException(
        "the schema registry gives no answer (%s): start it, or correct --schemaRegistryUrl"
            .formatted(e.getMessage()),
        e);
  }
}
