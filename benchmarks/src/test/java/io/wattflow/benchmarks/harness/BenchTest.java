package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TelemetryScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  private static final int PARTITIONS = 3;

  /** Opens a workspace with a child and waits to be told to stop. */
  static final class Interrupted {
    public static void main(String[] args) throws Exception {
      try (Bench bench = Bench.open(UnaryOperator.identity())) {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        bench.closeAtEnd(() -> sleeper.destroyForcibly().waitFor());
        ChildJvm.tell(System.out, "folder", bench.folder());
        ChildJvm.tell(System.out, "sleeper", sleeper.pid());
        TimeUnit.MINUTES.sleep(10);
      }
    }
  }

  @Test
  void closingEndsAllInReverseOrderAndDeletesTheFolder() throws Exception {
    List<String> closed = new ArrayList<>();
    Bench bench = Bench.open(UnaryOperator.identity());
    Path folder = bench.folder();
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/file"), "x");
    bench.closeAtEnd(() -> closed.add("first"));
    bench.closeAtEnd(
        () -> {
          throw new IllegalStateException("cannot be closed");
        });
    bench.closeAtEnd(() -> closed.add("last"));
    bench.close();
    assertThat(closed).containsExactly("last", "first");
    assertThat(folder).doesNotExist();
  }

  @Test
  void whatAKilledRunHasLeftIsEndedAndDeletedByTheNext() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    Path left = Bench.projectRoot().resolve(".wattflow/bench/run-" + ended.pid());
    Files.createDirectories(left.resolve("data"));
    Process working = busyIn(left.resolve("data"));
    Process other = busyIn(Path.of(left + "0", "data"));
    try {
      Bench.open(UnaryOperator.identity()).close();
      assertThat(left).doesNotExist();
      assertThat(working.isAlive()).isFalse();
      assertThat(other.isAlive()).isTrue();
    } finally {
      working.destroyForcibly();
      other.destroyForcibly();
    }
  }

  /** A process with the folder in its command line, as all have that a benchmark starts. */
  private static Process busyIn(Path folder) throws IOException {
    return new ProcessBuilder("tail", "-f", "/dev/null", "--pid=1", "--retry", folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void ctrlCClosesEverything(@TempDir Path logs) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            ChildJvm.Spec.of(Interrupted.class, List.of(), "64m", logs.resolve("log"))
                .withOptions(List.of("-Dwattflow.home=" + logs)))) {
      Path folder = Path.of(child.await("folder", Duration.ofSeconds(60)));
      long sleeper = Long.parseLong(child.await("sleeper", Duration.ofSeconds(60)));
      assertThat(folder).exists();
      // SIGTERM; a JVM handles SIGINT, which is Ctrl-C, in the same way.
      child.close();
      assertThat(folder).doesNotExist();
      assertThat(ProcessHandle.of(sleeper).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void aFilledTopicHoldsTheScriptAndEndsWithClosers() throws Exception {
    Instant end = Instant.now().minus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    Fleet fleet = Fleet.benchmark(1, 20, end, Duration.ofSeconds(30), Duration.ofSeconds(1));
    Faults faults = new Faults(0, 0.1, 0.2, 0, 0, 0, 0, Duration.ZERO, Duration.ofSeconds(4));
    TelemetryScript script = TelemetryScript.of(1, faults, fleet);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Bench bench = Bench.open(config -> config.withMemory("512m", "1g"))) {
      Topics.Filled filled =
          Topics.fill(
              bench.kafka().bootstrap(),
              "filled",
              PARTITIONS,
              script,
              new PrintStream(printed, true, StandardCharsets.UTF_8));
      List<ProducedRecord> produced = new ArrayList<>();
      script.forEach(produced::add);
      long repeats =
          produced.stream().filter(r -> r.kind() == ProducedRecord.Kind.REPEATED).count();
      assertThat(repeats).isPositive();
      assertThat(filled.records()).isEqualTo(produced.size());
      assertThat(filled.readings()).isEqualTo(produced.size() - repeats);
      assertThat(filled.lastEvent()).isBefore(end);
      Map<Integer, ConsumerRecord<byte[], byte[]>> lasts = lastRecords(bench, produced.size());
      assertThat(lasts).hasSize(PARTITIONS);
      lasts.forEach(
          (partition, last) -> {
            assertThat(new String(last.key(), StandardCharsets.UTF_8))
                .isEqualTo(Topics.CLOSER + partition);
            assertThat(last.timestamp())
                .isEqualTo(filled.lastEvent().plus(2, ChronoUnit.DAYS).toEpochMilli());
          });
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("filled: ");
  }

  private static Map<Integer, ConsumerRecord<byte[], byte[]>> lastRecords(
      Bench bench, int records) {
    Map<Integer, ConsumerRecord<byte[], byte[]>> lasts = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bench.kafka().bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition("filled", p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      int read = 0;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (read < records + PARTITIONS && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> taken : consumer.poll(Duration.ofMillis(100))) {
          lasts.put(taken.partition(), taken);
          read++;
        }
      }
      assertThat(read).isEqualTo(records + PARTITIONS);
    }
    return lasts;
  }
}
