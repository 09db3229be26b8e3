package io.wattflow.cli.replay;

import static io.wattflow.cli.replay.Letters.at;
import static io.wattflow.cli.replay.ReplayScene.NOW;
import static io.wattflow.cli.replay.ReplayScene.PARTITIONS;
import static io.wattflow.cli.replay.ReplayScene.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cli.CommandLineRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real broker. Each test has topics of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayKafkaIT {
  private ReplayScene scene;

  @BeforeAll
  void start(@TempDir Path temporary) {
    scene = ReplayScene.start(temporary);
  }

  @AfterAll
  void stop() {
    scene.close();
  }

  @BeforeEach
  void begin(TestInfo test) throws Exception {
    scene.begin(test);
  }

  @Test
  void lettersGoBackAsTheyWereAndOnce() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.bury(2, "OVERSIZED", Letters.poison(2));
    scene.bury(3, "EVENT_TIME_TOO_OLD", reading(3));
    scene.topics().write(scene.dead(), "stray", "no dead letter".getBytes(UTF_8));
    scene.topics().write(scene.dead(), scene.place(1).toString(), null);

    CommandLineRun dry = scene.replay("run", "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).containsPattern("would be sent +2 +to " + scene.telemetry());
    assertThat(scene.topics().read(scene.telemetry())).isEmpty();

    CommandLineRun first = scene.replay("run");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .containsPattern(" sent +2 +to " + scene.telemetry())
        .containsPattern("still refused, not sent +1\\R +UNRECOGNISED_FRAMING +1")
        .containsPattern("no dead letters +2");
    assertThat(first.err()).isEmpty();

    List<ConsumerRecord<byte[], byte[]>> records = scene.topics().read(scene.telemetry());
    assertThat(records)
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactlyInAnyOrder("key of " + scene.place(1), "key of " + scene.place(3));
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String origin = new String(record.headers().lastHeader(Outbox.HEADER).value(), UTF_8);
      int number = origin.equals(scene.place(1).toString()) ? 1 : 3;
      assertThat(origin).isEqualTo(scene.place(number).toString());
      assertThat(record.value()).isEqualTo(reading(number));
      assertThat(record.timestamp()).isEqualTo(NOW.minusSeconds(number).toEpochMilli());
    }

    CommandLineRun second = scene.replay("run");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.out()).containsPattern(" sent +0\\R").containsPattern("sent before +2");
    assertThat(scene.topics().read(scene.telemetry())).hasSize(2);
  }

  @Test
  void theTopicOfTheReadingsHasNoTransactionMarkers() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.bury(2, "OVERSIZED", reading(2));
    scene.replay("run", "--limit=1");
    scene.replay("run");

    // Markers take offsets; the stream would take them for records that are yet to come.
    List<ConsumerRecord<byte[], byte[]>> records = scene.topics().read(scene.telemetry());
    assertThat(records).hasSize(2);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int number = partition;
      assertThat(
              records.stream()
                  .filter(record -> record.partition() == number)
                  .map(ConsumerRecord::offset)
                  .sorted()
                  .toList())
          .isEqualTo(
              Stream.iterate(0L, i -> i + 1)
                  .limit(records.stream().filter(r -> r.partition() == number).count())
                  .toList());
    }
  }

  @Test
  void aRecordThatComesBackIsNotSentAgain() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.replay("run");
    ConsumerRecord<byte[], byte[]> landed = scene.topics().read(scene.telemetry()).get(0);
    Place place = new Place(scene.telemetry(), landed.partition(), landed.offset());
    scene.topics().bury(scene.dead(), place, "OVERSIZED", NOW, landed.value());

    CommandLineRun run = scene.replay("run");
    assertThat(run.out()).containsPattern("refused again after a replay, not sent +1 +--again");
    assertThat(scene.topics().read(scene.telemetry())).hasSize(1);

    assertThat(scene.replay("run", "--again").out()).containsPattern(" sent +1 ");
    assertThat(scene.replay("run", "--again").out()).containsPattern(" sent +0\\R");
    assertThat(scene.topics().read(scene.telemetry())).hasSize(2);
  }

  @Test
  void aLetterThatTheStreamHasWrittenTwiceIsOne() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.bury(1, "OVERSIZED", reading(1));
    scene.topics().bury(scene.dead(), scene.place(7), "OVERSIZED", NOW, reading(1));

    CommandLineRun run = scene.replay("run");

    assertThat(run.out())
        .containsPattern("letters read +2\\R")
        .containsPattern(" sent +1 ")
        .containsPattern("same bytes as another letter, sent once +1");
  }

  @Test
  void theListCountsByReasonAndTellsWhatWasReplayed() throws Exception {
    assertThat(scene.replay("list").out()).contains("0 dead letters");
    scene.bury(1, "OVERSIZED", reading(1));
    scene.bury(2, "OVERSIZED", reading(2));
    scene.bury(3, "TRUNCATED", Letters.poison(3));
    scene.replay("run", scene.place(1).toString());

    CommandLineRun list = scene.replay("list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .contains(scene.dead() + ": 3 dead letters, 3 selected")
        .containsPattern(
            "OVERSIZED +2 +1 +" + NOW.minusSeconds(2) + " +" + NOW.minusSeconds(1) + "\\R")
        .containsPattern("TRUNCATED +1 +0 ")
        .containsPattern(scene.place(1) + " .* " + scene.telemetry() + "-\\d-0\\R");
    assertThat(scene.replay("list", "--reason=truncated", "--reason=EMPTY").out())
        .contains("1 selected")
        .contains(scene.place(3).toString())
        .doesNotContain("OVERSIZED");
    assertThat(scene.replay("list", "--since=" + NOW.minusSeconds(2), "--limit=1").out())
        .contains("2 selected", "the newest 1;")
        .contains(scene.place(1).toString())
        .doesNotContain(scene.place(2).toString());
    assertThat(scene.replay("list", "--topic=other").out()).contains("0 selected");
    assertThat(scene.replay("list", "--format=json", "--limit=0").out())
        .startsWith("{")
        .contains("\"letters_in_topic\" : 3", "\"replayed\" : 1", "\"newest\" : [ ]");
  }

  @Test
  void aLetterIsShownWithItsBytesAndTheJudgementOfToday() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.bury(2, "TRUNCATED", Letters.poison(2));

    CommandLineRun good = scene.replay("show", scene.place(1).toString());
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out())
        .contains("Dead letter " + scene.place(1))
        .containsPattern("reason +OVERSIZED")
        .containsPattern("detail +detail of " + scene.place(1))
        .containsPattern("timestamp +" + NOW.minusSeconds(1))
        .containsPattern("key +\"key of " + scene.place(1) + "\"")
        .containsPattern("replayed +no")
        .contains("00000000  c3 01 ")
        .contains("now        a good reading: DecodedReading[deviceId=meter-1, userId=42");
    assertThat(scene.replay("show", scene.place(1).toString(), "--maxAge=0s").out())
        .contains("still refused by step validate: EVENT_TIME_TOO_OLD");
    assertThat(scene.replay("show", scene.place(2).toString(), "--bytes=4").out())
        .contains("8 bytes, the first 4:", "|pois|")
        .contains("still refused by step decode: UNRECOGNISED_FRAMING");

    CommandLineRun nobody = scene.replay("show", at(0, 99).toString());
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err().lines()).hasSize(1);
    assertThat(nobody.err()).contains(at(0, 99).toString(), "replay list");
  }

  @Test
  void theLimitsOfTheStreamDecide() throws Exception {
    scene
        .topics()
        .bury(
            scene.dead(),
            scene.place(1),
            "EVENT_TIME_TOO_OLD",
            NOW,
            Letters.reading(1, NOW.minusSeconds(7_200)));

    assertThat(scene.replay("run", "--maxAge=1h").out())
        .containsPattern("still refused, not sent +1\\R +EVENT_TIME_TOO_OLD +1");
    assertThat(scene.replay("run", "--maxAge=3h").out()).containsPattern(" sent +1 ");
  }

  @Test
  void anotherTopicMayTakeThem() throws Exception {
    String other = scene.telemetry() + "-other";
    scene.bury(1, "OVERSIZED", reading(1));

    CommandLineRun missing = scene.replay("run", "--toTopic=" + other);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains(other, "--toTopic").hasLineCount(1);

    scene.topics().make(other, 1, -1);
    assertThat(scene.replay("run", "--toTopic=" + other).out())
        .containsPattern(" sent +1 +to " + other);
    assertThat(scene.topics().read(other)).hasSize(1);
    assertThat(scene.replay("run").out()).containsPattern(" sent +1 +to " + scene.telemetry());

    assertThat(scene.replay("run", "--toTopic=" + other).out()).containsPattern("sent before +1");
    assertThat(scene.replay("run").out()).containsPattern("sent before +1");
    assertThat(scene.replay("list").out()).contains(other + "-0-0").contains(scene.telemetry());
    assertThat(scene.replay("show", scene.place(1).toString()).out())
        .containsPattern("replayed +" + scene.telemetry() + "-\\d-0 at ")
        .containsPattern("replayed +" + other + "-0-0 at ");
    assertThat(scene.topics().read(other)).hasSize(1);
    assertThat(scene.topics().read(scene.telemetry())).hasSize(1);
  }

  @Test
  void whatAnOlderVersionHasSentIsSent() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    Letter letter = Letters.letter(scene.place(1), "OVERSIZED", NOW, reading(1));
    ReplayMark sent =
        new ReplayMark(letter.digest(), scene.telemetry(), new Place(scene.telemetry(), 0, 4), NOW);
    scene.replay("run", "--reason=NONE");
    scene.topics().write(scene.marks(), scene.place(1).toString(), sent.encode());

    assertThat(scene.replay("run").out()).containsPattern("sent before +1");
    assertThat(scene.topics().read(scene.telemetry())).isEmpty();
  }

  @Test
  void aDryRunCountsTwinsAsTheRunWill() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.topics().bury(scene.dead(), scene.place(7), "OVERSIZED", NOW, reading(1));

    for (String mode : List.of("--dry-run", "--limit=9")) {
      assertThat(scene.replay("run", mode).out())
          .containsPattern("sent +1 +to ")
          .containsPattern("same bytes as another letter, sent once +1");
    }
  }

  @Test
  void whatItsTopicWouldDeleteAtOnceStays() throws Exception {
    String shortLived = scene.telemetry() + "-short";
    scene.topics().make(shortLived, 1, Duration.ofHours(1).toMillis());
    scene
        .topics()
        .bury(scene.dead(), scene.place(1), "OVERSIZED", NOW.minusSeconds(7_200), reading(1));

    assertThat(scene.replay("run", "--toTopic=" + shortLived).out())
        .containsPattern("older than the topic keeps records, not sent +1 +raise its retention.ms")
        .containsPattern(" sent +0\\R");
    assertThat(scene.topics().read(shortLived)).isEmpty();
  }

  @Test
  void topicsThatAreMissingAreNamed() throws Exception {
    CommandLineRun none =
        CommandLineRun.of(
            "replay",
            "list",
            "--bootstrapServers=" + scene.kafka().bootstrap(),
            "--deadLetterTopic=nothing");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("has no topic nothing", "--deadLetterTopic").hasLineCount(1);

    scene.topics().bury(scene.dead(), new Place("gone", 0, 1), "OVERSIZED", NOW, reading(1));
    CommandLineRun gone = scene.replay("run");
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.err()).contains("has no topic gone", "--toTopic").hasLineCount(1);
  }

  @Test
  void marksThatTheirTopicWouldDeleteStopTheReplay() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.topics().make(scene.marks(), 1, Duration.ofDays(7).toMillis());

    for (String mode : List.of("--dry-run", "--limit=9")) {
      CommandLineRun run = scene.replay("run", mode);
      assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
      assertThat(run.err())
          .contains(scene.marks(), "cleanup.policy=delete", "to compact")
          .hasLineCount(1);
    }
    assertThat(scene.topics().read(scene.telemetry())).isEmpty();
    assertThat(scene.replay("list").exitCode()).isZero();
  }

  @Test
  void marksInSeveralPartitionsStopTheReplay() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.topics().makeCompacted(scene.marks(), 2);

    for (String mode : List.of("--dry-run", "--limit=9")) {
      CommandLineRun run = scene.replay("run", mode);
      assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
      assertThat(run.err()).contains(scene.marks(), "2 partitions", "with one").hasLineCount(1);
    }
    assertThat(scene.topics().read(scene.telemetry())).isEmpty();
  }

  @Test
  void marksThatNobodyCanReadStopTheReplay() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.topics().makeCompacted(scene.marks(), 1);
    scene.topics().write(scene.marks(), "x", "y".getBytes(UTF_8));

    CommandLineRun run = scene.replay("run");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(scene.marks(), "offset 0").hasLineCount(1);
    assertThat(scene.topics().read(scene.telemetry())).isEmpty();
  }
}
