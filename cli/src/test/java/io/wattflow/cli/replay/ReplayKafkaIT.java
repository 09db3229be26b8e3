package io.wattflow.cli.replay;

import static io.wattflow.cli.replay.Letters.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.CommandLineRun;
import io.wattflow.cli.console.Console;
import io.wattflow.cli.replay.Outbox.Item;
import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a real broker. Each test has topics of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayKafkaIT {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private static final int PARTITIONS = 2;
  private static final int MANY = 20_000;

  private Path folder;
  private KafkaBroker kafka;
  private Topics topics;
  private String telemetry;
  private String dead;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    kafka = KafkaBroker.start(PlatformConfig.small(folder));
    topics = new Topics(kafka);
  }

  @AfterAll
  void stop() {
    topics.close();
    kafka.close();
  }

  @BeforeEach
  void makeTopics(TestInfo test) throws Exception {
    String name =
        test.getTestMethod().orElseThrow().getName()
            + test.getDisplayName().replaceAll("[^A-Za-z0-9]", "");
    telemetry = "telemetry-" + name;
    dead = "dead-" + name;
    topics.make(telemetry, PARTITIONS, -1);
    topics.make(dead, PARTITIONS, -1);
  }

  private CommandLineRun replay(String... arguments) {
    return CommandLineRun.of(
        Stream.of(
                Stream.of("replay"),
                Arrays.stream(arguments),
                Stream.of("--bootstrapServers=" + kafka.bootstrap(), "--deadLetterTopic=" + dead))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private Place place(long offset) {
    return new Place(telemetry, 0, offset);
  }

  private void bury(long offset, String reason, byte[] payload) throws Exception {
    topics.bury(dead, place(offset), reason, NOW.minusSeconds(offset), payload);
  }

  private static byte[] reading(int number) {
    return Letters.reading(number, NOW.minusSeconds(number));
  }

  @Test
  void lettersGoBackAsTheyWereAndOnce() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    bury(2, "OVERSIZED", Letters.poison(2));
    bury(3, "EVENT_TIME_TOO_OLD", reading(3));
    topics.write(dead, "stray", "no dead letter".getBytes(UTF_8));
    topics.write(dead, place(1).toString(), null);

    CommandLineRun dry = replay("run", "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).containsPattern("would be sent +2 +to " + telemetry);
    assertThat(topics.read(telemetry)).isEmpty();

    CommandLineRun first = replay("run");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .containsPattern(" sent +2 +to " + telemetry)
        .containsPattern("still refused, not sent +1\\R +UNRECOGNISED_FRAMING +1")
        .containsPattern("no dead letters +2");
    assertThat(first.err()).isEmpty();

    List<ConsumerRecord<byte[], byte[]>> records = topics.read(telemetry);
    assertThat(records)
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactlyInAnyOrder("key of " + place(1), "key of " + place(3));
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String origin = new String(record.headers().lastHeader(Outbox.HEADER).value(), UTF_8);
      int number = origin.equals(place(1).toString()) ? 1 : 3;
      assertThat(origin).isEqualTo(place(number).toString());
      assertThat(record.value()).isEqualTo(reading(number));
      assertThat(record.timestamp()).isEqualTo(NOW.minusSeconds(number).toEpochMilli());
    }

    CommandLineRun second = replay("run");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.out()).containsPattern(" sent +0\\R").containsPattern("sent before +2");
    assertThat(topics.read(telemetry)).hasSize(2);
  }

  @Test
  void theTopicOfTheReadingsHasNoTransactionMarkers() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    bury(2, "OVERSIZED", reading(2));
    replay("run", "--limit=1");
    replay("run");

    // Markers take offsets; the stream would take them for records that are yet to come.
    List<ConsumerRecord<byte[], byte[]>> records = topics.read(telemetry);
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
    bury(1, "OVERSIZED", reading(1));
    replay("run");
    ConsumerRecord<byte[], byte[]> landed = topics.read(telemetry).get(0);
    Place place = new Place(telemetry, landed.partition(), landed.offset());
    topics.bury(dead, place, "OVERSIZED", NOW, landed.value());

    CommandLineRun run = replay("run");
    assertThat(run.out()).containsPattern("refused again after a replay, not sent +1 +--again");
    assertThat(topics.read(telemetry)).hasSize(1);

    assertThat(replay("run", "--again").out()).containsPattern(" sent +1 ");
    assertThat(replay("run", "--again").out()).containsPattern(" sent +0\\R");
    assertThat(topics.read(telemetry)).hasSize(2);
  }

  @Test
  void aLetterThatTheStreamHasWrittenTwiceIsOne() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    bury(1, "OVERSIZED", reading(1));
    topics.bury(dead, place(7), "OVERSIZED", NOW, reading(1));

    CommandLineRun run = replay("run");

    assertThat(run.out())
        .containsPattern("letters read +2\\R")
        .containsPattern(" sent +1 ")
        .containsPattern("same bytes as another letter, sent once +1");
  }

  @Test
  void theListCountsByReasonAndTellsWhatWasReplayed() throws Exception {
    assertThat(replay("list").out()).contains("0 dead letters");
    bury(1, "OVERSIZED", reading(1));
    bury(2, "OVERSIZED", reading(2));
    bury(3, "TRUNCATED", Letters.poison(3));
    replay("run", place(1).toString());

    CommandLineRun list = replay("list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .contains(dead + ": 3 dead letters, 3 selected")
        .containsPattern(
            "OVERSIZED +2 +1 +" + NOW.minusSeconds(2) + " +" + NOW.minusSeconds(1) + "\\R")
        .containsPattern("TRUNCATED +1 +0 ")
        .containsPattern(place(1) + " .* " + telemetry + "-\\d-0\\R");
    assertThat(replay("list", "--reason=truncated", "--reason=EMPTY").out())
        .contains("1 selected")
        .contains(place(3).toString())
        .doesNotContain("OVERSIZED");
    assertThat(replay("list", "--since=" + NOW.minusSeconds(2), "--limit=1").out())
        .contains("2 selected", "the newest 1;")
        .contains(place(1).toString())
        .doesNotContain(place(2).toString());
    assertThat(replay("list", "--topic=other").out()).contains("0 selected");
    assertThat(replay("list", "--format=json", "--limit=0").out())
        .startsWith("{")
        .contains("\"letters_in_topic\" : 3", "\"replayed\" : 1", "\"newest\" : [ ]");
  }

  @Test
  void aLetterIsShownWithItsBytesAndTheJudgementOfToday() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    bury(2, "TRUNCATED", Letters.poison(2));

    CommandLineRun good = replay("show", place(1).toString());
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out())
        .contains("Dead letter " + place(1))
        .containsPattern("reason +OVERSIZED")
        .containsPattern("detail +detail of " + place(1))
        .containsPattern("timestamp +" + NOW.minusSeconds(1))
        .containsPattern("key +\"key of " + place(1) + "\"")
        .containsPattern("replayed +no")
        .contains("00000000  c3 01 ")
        .contains("now        a good reading: DecodedReading[deviceId=meter-1, userId=42");
    assertThat(replay("show", place(1).toString(), "--maxAge=0s").out())
        .contains("still refused by step validate: EVENT_TIME_TOO_OLD");
    assertThat(replay("show", place(2).toString(), "--bytes=4").out())
        .contains("8 bytes, the first 4:", "|pois|")
        .contains("still refused by step decode: UNRECOGNISED_FRAMING");

    CommandLineRun nobody = replay("show", at(0, 99).toString());
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err().lines()).hasSize(1);
    assertThat(nobody.err()).contains(at(0, 99).toString(), "replay list");
  }

  @Test
  void theLimitsOfTheStreamDecide() throws Exception {
    topics.bury(
        dead, place(1), "EVENT_TIME_TOO_OLD", NOW, Letters.reading(1, NOW.minusSeconds(7_200)));

    assertThat(replay("run", "--maxAge=1h").out())
        .containsPattern("still refused, not sent +1\\R +EVENT_TIME_TOO_OLD +1");
    assertThat(replay("run", "--maxAge=3h").out()).containsPattern(" sent +1 ");
  }

  @Test
  void anotherTopicMayTakeThem() throws Exception {
    String other = telemetry + "-other";
    bury(1, "OVERSIZED", reading(1));

    CommandLineRun missing = replay("run", "--toTopic=" + other);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains(other, "--toTopic").hasLineCount(1);

    topics.make(other, 1, -1);
    assertThat(replay("run", "--toTopic=" + other).out()).containsPattern(" sent +1 +to " + other);
    assertThat(topics.read(other)).hasSize(1);
    assertThat(replay("run").out()).containsPattern(" sent +1 +to " + telemetry);
  }

  @Test
  void whatItsTopicWouldDeleteAtOnceStays() throws Exception {
    String shortLived = telemetry + "-short";
    topics.make(shortLived, 1, Duration.ofHours(1).toMillis());
    topics.bury(dead, place(1), "OVERSIZED", NOW.minusSeconds(7_200), reading(1));

    assertThat(replay("run", "--toTopic=" + shortLived).out())
        .containsPattern("older than the topic keeps records, not sent +1 +raise its retention.ms")
        .containsPattern(" sent +0\\R");
    assertThat(topics.read(shortLived)).isEmpty();
  }

  @Test
  void topicsThatAreMissingAreNamed() throws Exception {
    CommandLineRun none =
        CommandLineRun.of(
            "replay",
            "list",
            "--bootstrapServers=" + kafka.bootstrap(),
            "--deadLetterTopic=nothing");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("has no topic nothing", "--deadLetterTopic").hasLineCount(1);

    topics.bury(dead, new Place("gone", 0, 1), "OVERSIZED", NOW, reading(1));
    CommandLineRun gone = replay("run");
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.err()).contains("has no topic gone", "--toTopic").hasLineCount(1);
  }

  @Test
  void marksThatNobodyCanReadStopTheReplay() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    topics.make(dead + "-replayed", 1, -1);
    topics.write(dead + "-replayed", "x", "y".getBytes(UTF_8));

    CommandLineRun run = replay("run");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(dead + "-replayed", "offset 0").hasLineCount(1);
    assertThat(topics.read(telemetry)).isEmpty();
  }

  @Test
  void aReplayThatDiedBeforeItSentIsCompletedByTheNext() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    Letter letter = Letters.letter(place(1), "OVERSIZED", NOW, reading(1));
    ReplayMark begun = new ReplayMark(letter.digest(), telemetry, null, NOW);
    topics.make(dead + "-replayed", 1, -1);
    topics.write(dead + "-replayed", place(1).toString(), begun.encode());

    assertThat(replay("list").out()).contains("begun, to " + telemetry);
    assertThat(replay("run").out()).containsPattern(" sent +1 ");
    assertThat(replay("run").out()).containsPattern("sent before +1");
    assertThat(topics.read(telemetry)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReplayThatEndsInTheMiddleIsCompletedByTheNext(boolean killed) throws Exception {
    topics.buryMany(dead, telemetry, MANY, NOW);
    Path output = folder.resolve(dead);

    Process process = start(output, "replay", "run");
    while (topics.read(telemetry).isEmpty()) {
      assertThat(process.isAlive()).as("it runs").isTrue();
    }
    if (killed) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    // 128 and the number of the signal.
    assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(killed ? 137 : 143);
    int before = topics.read(telemetry).size();
    assertThat(before).as("it ended in the middle").isLessThan(MANY);
    CommandLineRun next = replay("run");
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(replay("run").out()).containsPattern("sent before +20,000\\R");
    List<ConsumerRecord<byte[], byte[]>> records = topics.read(telemetry);
    assertThat(records.stream().map(r -> ByteBuffer.wrap(r.value())).distinct().count())
        .isEqualTo(MANY);
    if (killed) {
      assertThat(records).hasSizeBetween(MANY, MANY + 500);
    } else {
      assertThat(records).hasSize(MANY);
      assertThat(Files.readString(output)).contains("interrupted; run the same again to go on");
    }
  }

  private Process start(Path output, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.wattflow.cli.Wattflow"));
    command.addAll(List.of(arguments));
    command.add("--bootstrapServers=" + kafka.bootstrap());
    command.add("--deadLetterTopic=" + dead);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  @Test
  void aSecondReplayFencesTheFirst() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    try (Kafka brokers = Kafka.at(kafka.bootstrap());
        Outbox first = Outbox.open(brokers, letters(brokers), Clock.systemUTC())) {
      assertThat(replay("run").out()).containsPattern(" sent +1 ");

      assertThatThrownBy(() -> first.send(List.of(item(1))))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("another replay");
    }
    assertThat(topics.read(telemetry)).as("the first has sent nothing more").hasSize(1);
  }

  @Test
  void aKafkaThatDiesEndsTheReplayAndTheNextOneGoesOn() throws Exception {
    bury(1, "OVERSIZED", reading(1));
    bury(2, "OVERSIZED", reading(2));
    try (Kafka brokers = Kafka.at(kafka.bootstrap());
        Outbox outbox = Outbox.open(brokers, letters(brokers), Clock.systemUTC())) {
      outbox.send(List.of(item(1)));
      kafka.kill();

      assertThatThrownBy(() -> outbox.send(List.of(item(2))))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining(kafka.bootstrap())
          .hasMessageContaining("does not answer any more");
    }
    kafka.restart();

    CommandLineRun next = replay("run");
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(next.out()).containsPattern(" sent +1 ").containsPattern("sent before +1");
    assertThat(topics.read(telemetry)).hasSize(2);
  }

  private DeadLetters letters(Kafka brokers) throws Exception {
    Console silent = new Console(new PrintWriter(Writer.nullWriter()), false);
    return DeadLetters.open(brokers, dead, silent);
  }

  private Item item(int number) {
    return new Item(Letters.letter(place(number), "OVERSIZED", NOW, reading(number)), telemetry);
  }
}
