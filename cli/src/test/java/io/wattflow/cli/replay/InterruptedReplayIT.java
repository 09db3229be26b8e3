package io.wattflow.cli.replay;

import static io.wattflow.cli.replay.ReplayScene.NOW;
import static io.wattflow.cli.replay.ReplayScene.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.CommandLineProcess;
import io.wattflow.cli.CommandLineRun;
import io.wattflow.cli.console.Console;
import io.wattflow.cli.replay.Outbox.Item;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** Whatever dies in the middle of a replay, the next one completes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedReplayIT {
  private static final int MANY = 20_000;

  private Path folder;
  private ReplayScene scene;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
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
  void aReplayThatDiedBeforeItSentIsCompletedByTheNext() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    Letter letter = Letters.letter(scene.place(1), "OVERSIZED", NOW, reading(1));
    ReplayMark begun = new ReplayMark(letter.digest(), scene.telemetry(), null, NOW);
    scene.topics().makeCompacted(scene.marks(), 1);
    scene.topics().write(scene.marks(), begun.key(scene.place(1)), begun.encode());

    assertThat(scene.replay("list").out())
        .containsPattern("OVERSIZED +1 +0 ")
        .contains("begun, to " + scene.telemetry());
    assertThat(scene.replay("show", scene.place(1).toString()).out())
        .containsPattern("replayed +no\\R")
        .containsPattern("replayed +begun, to " + scene.telemetry());
    assertThat(scene.replay("run").out()).containsPattern(" sent +1 ");
    assertThat(scene.replay("run").out()).containsPattern("sent before +1");
    assertThat(scene.topics().read(scene.telemetry())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReplayThatEndsInTheMiddleIsCompletedByTheNext(boolean killed) throws Exception {
    scene.topics().buryMany(scene.dead(), scene.telemetry(), MANY, NOW);
    List<String> lines;
    try (CommandLineProcess process =
        CommandLineProcess.start(folder.resolve(scene.dead()), scene.line("run"))) {
      while (scene.topics().read(scene.telemetry()).isEmpty()) {
        assertThat(process.isAlive()).as("it runs").isTrue();
      }
      // 128 and the number of the signal.
      assertThat(killed ? process.kill() : process.stop())
          .as(process.lines().toString())
          .isEqualTo(killed ? 137 : 143);
      lines = process.lines();
    }
    assertThat(scene.topics().read(scene.telemetry()).size())
        .as("it ended in the middle")
        .isLessThan(MANY);
    CommandLineRun next = scene.replay("run");
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(scene.replay("run").out()).containsPattern("sent before +20,000\\R");
    assertOnlyWhatWasBegunIsThereTwice(killed ? Replay.CHUNK_LETTERS : 0);
    if (!killed) {
      assertThat(lines).anyMatch(line -> line.contains("interrupted; run the same again to go on"));
    }
  }

  /**
   * Each letter has exactly one record that a replay knows of. Beside these there are at most the
   * records of the one chunk that the first replay had begun and not confirmed, each once: the
   * second has begun those letters again.
   *
   * @param chunk letters that may have been on their way
   */
  private void assertOnlyWhatWasBegunIsThereTwice(int chunk) throws IOException {
    MarksHistory history = MarksHistory.read(scene);
    Set<String> all =
        IntStream.range(0, MANY)
            .mapToObj(i -> scene.place(i).toString())
            .collect(Collectors.toSet());
    assertThat(history.letterByLanding().values()).hasSize(MANY);
    assertThat(Set.copyOf(history.letterByLanding().values())).isEqualTo(all);
    assertThat(history.begunTwice().size()).isIn(0, chunk);

    List<String> unconfirmed = new ArrayList<>();
    int confirmed = 0;
    for (ConsumerRecord<byte[], byte[]> record : scene.topics().read(scene.telemetry())) {
      String letter = new String(record.headers().lastHeader(Outbox.HEADER).value(), UTF_8);
      Place place = new Place(record.topic(), record.partition(), record.offset());
      if (letter.equals(history.letterByLanding().get(place))) {
        confirmed++;
      } else {
        unconfirmed.add(letter);
      }
    }
    assertThat(confirmed).isEqualTo(MANY);
    assertThat(unconfirmed).doesNotHaveDuplicates().isSubsetOf(history.begunTwice());
  }

  @Test
  void aSecondReplayFencesTheFirst() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    try (Kafka brokers = Kafka.at(scene.kafka().bootstrap());
        Outbox first = Outbox.open(brokers, letters(brokers), Clock.systemUTC())) {
      assertThat(scene.replay("run").out()).containsPattern(" sent +1 ");

      assertThatThrownBy(() -> first.send(List.of(item(1))))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("another replay");
    }
    assertThat(scene.topics().read(scene.telemetry()))
        .as("the first has sent nothing more")
        .hasSize(1);
  }

  @Test
  void aKafkaThatDiesEndsTheReplayAndTheNextOneGoesOn() throws Exception {
    scene.bury(1, "OVERSIZED", reading(1));
    scene.bury(2, "OVERSIZED", reading(2));
    try (Kafka brokers = Kafka.at(scene.kafka().bootstrap());
        Outbox outbox = Outbox.open(brokers, letters(brokers), Clock.systemUTC())) {
      outbox.send(List.of(item(1)));
      scene.kafka().kill();

      assertThatThrownBy(() -> outbox.send(List.of(item(2))))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining(scene.kafka().bootstrap())
          .hasMessageContaining("does not answer any more");
    }
    scene.kafka().restart();

    CommandLineRun next = scene.replay("run");
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(next.out()).containsPattern(" sent +1 ").containsPattern("sent before +1");
    assertThat(scene.topics().read(scene.telemetry())).hasSize(2);
  }

  private DeadLetters letters(Kafka brokers) throws Exception {
    Console silent = new Console(new PrintWriter(Writer.nullWriter()), false);
    return DeadLetters.open(brokers, scene.dead(), silent);
  }

  private Item item(int number) {
    return new Item(
        Letters.letter(scene.place(number), "OVERSIZED", NOW, reading(number)), scene.telemetry());
  }
}
