package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.CommandRun;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowCommand;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.ProducedRecord.Kind;
import io.wattflow.simulation.live.TopicReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stream that is too strict refuses half of the readings. Once it is mended, they come back from
 * the dead letters, and what was bad all along stays there.
 */
@ExtendWith(WattflowExtension.class)
class ReplayIT {
  private static final String OVERSIZED = "OVERSIZED";
  private static final int LEAST_LIMIT = 64;
  private static final int TOO_EARLY = 25;

  @Test
  void whatWasRefusedByMistakeComesBackAndPoisonDoesNot(Scenario scenario) throws Exception {
    List<ProducedRecord> script = Scripts.household(21, 60, Duration.ofMinutes(6));
    int limit = usualLength(script);
    List<ProducedRecord> records = script.stream().map(r -> asRefusedBy(r, limit)).toList();
    List<ProducedRecord> goodButLong =
        script.stream().filter(r -> r.reading() != null && r.payload().length > limit).toList();
    long poison = script.stream().filter(record -> record.reading() == null).count();
    int distinct = distinctPayloads(goodButLong);
    assertThat(distinct).isGreaterThan(2 * TOO_EARLY);

    scenario
        .produce(records)
        .expect(Collections.nCopies(goodButLong.size(), deadLetter(OVERSIZED)))
        .startStream("--maxPayloadBytes=" + limit)
        .awaitRead(records.size())
        .awaitCheckpoint();
    replayTooEarly(scenario, records.size());
    scenario.killStream().restoreStream();

    CommandRun dry = WattflowCommand.replay(scenario, "run", "--dry-run");
    assertThat(number(dry, "would be sent")).isEqualTo(distinct - TOO_EARLY);
    CommandRun run = WattflowCommand.replay(scenario, "run", "--reason=" + OVERSIZED);
    assertThat(number(run, "sent")).isEqualTo(distinct - TOO_EARLY);
    assertThat(number(run, "refused again after a replay, not sent")).isEqualTo(TOO_EARLY);
    CommandRun again = WattflowCommand.replay(scenario, "run", "--again");
    assertThat(number(again, "sent")).isEqualTo(TOO_EARLY);
    assertThat(number(again, "still refused, not sent")).isEqualTo(poison);
    scenario.awaitAgreement();

    CommandRun second = WattflowCommand.replay(scenario, "run", "--again");
    assertThat(number(second, "sent")).isZero();
    assertThat(TopicReader.readAll(scenario.platform().kafkaBootstrap(), scenario.topic()))
        .as("the input, what was sent too early, and what was sent")
        .hasSize(records.size() + distinct + TOO_EARLY);
    assertListed(scenario, distinct);
  }

  /** Before the stream is mended: all of it is refused again, and not sent by another replay. */
  private static void replayTooEarly(Scenario scenario, int records) throws Exception {
    CommandRun early = WattflowCommand.replay(scenario, "run", "--limit=" + TOO_EARLY);
    assertThat(number(early, "sent")).isEqualTo(TOO_EARLY);
    scenario
        .expect(Collections.nCopies(TOO_EARLY, deadLetter(OVERSIZED)))
        .awaitRead(records + TOO_EARLY)
        .awaitCheckpoint();
  }

  private static void assertListed(Scenario scenario, int distinct) throws Exception {
    CommandRun list = WattflowCommand.replay(scenario, "list", "--reason=" + OVERSIZED);
    // Letters, and replayed.
    MatchResult group = match(list, OVERSIZED + " +([\\d,]+) +([\\d,]+) .*");
    assertThat(plain(group.group(2))).isEqualTo(distinct + TOO_EARLY);
  }

  /** The median of the readings' lengths in bytes, or the least limit that the stream takes. */
  private static int usualLength(List<ProducedRecord> script) {
    int[] lengths =
        script.stream()
            .filter(record -> record.reading() != null)
            .mapToInt(record -> record.payload().length)
            .sorted()
            .toArray();
    return Math.max(LEAST_LIMIT, lengths[lengths.length / 2]);
  }

  /** What is malformed and too long is refused for its length first. */
  private static ProducedRecord asRefusedBy(ProducedRecord record, int limit) {
    return record.reading() != null || record.payload().length <= limit
        ? record
        : new ProducedRecord(
            record.key(),
            record.payload(),
            record.eventTimeMillis(),
            record.kind(),
            null,
            OVERSIZED);
  }

  /** To be counted by the model. */
  private static ProducedRecord deadLetter(String reason) {
    return new ProducedRecord("", new byte[0], 0, Kind.MALFORMED, null, reason);
  }

  private static int distinctPayloads(List<ProducedRecord> records) {
    return (int)
        records.stream().map(record -> ByteBuffer.wrap(record.payload())).distinct().count();
  }

  private static long number(CommandRun run, String name) {
    return plain(match(run, name + " +([\\d,]+).*").group(1));
  }

  private static MatchResult match(CommandRun run, String line) {
    return run.lines().stream()
        .map(Pattern.compile("\\s*" + line)::matcher)
        .filter(matcher -> matcher.matches())
        .findFirst()
        .orElseThrow(() -> new AssertionError(line + " is in none of " + run.lines()))
        .toMatchResult();
  }

  private static long plain(String number) {
    return Long.parseLong(number.replace(",", ""));
  }
}
