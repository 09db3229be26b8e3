package io.wattflow.cli.replay;

import io.wattflow.cli.CommandLineRun;
import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

/** A broker, and for each test a topic of telemetry and one of dead letters. */
final class ReplayScene implements AutoCloseable {
  /** When the originals were written, less a second for each number. */
  static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  static final int PARTITIONS = 2;

  private final KafkaBroker kafka;
  private final Topics topics;
  private String telemetry = "";
  private String dead = "";

  private ReplayScene(KafkaBroker kafka) {
    this.kafka = kafka;
    this.topics = new Topics(kafka);
  }

  static ReplayScene start(Path folder) {
    return new ReplayScene(KafkaBroker.start(PlatformConfig.small(folder)));
  }

  /** Makes the topics of a test. */
  void begin(TestInfo test) throws ExecutionException, InterruptedException {
    String name =
        test.getTestMethod().orElseThrow().getName()
            + test.getDisplayName().replaceAll("[^0-9]", "");
    telemetry = "telemetry-" + name;
    dead = "dead-" + name;
    topics.make(telemetry, PARTITIONS, -1);
    topics.make(dead, PARTITIONS, -1);
  }

  KafkaBroker kafka() {
    return kafka;
  }

  Topics topics() {
    return topics;
  }

  /** The topic that the originals came from. */
  String telemetry() {
    return telemetry;
  }

  /** The topic of the dead letters. */
  String dead() {
    return dead;
  }

  /** The topic that remembers what was replayed. */
  String marks() {
    return dead + "-replayed";
  }

  /** Runs {@code wattflow replay} on the dead letters of the test. */
  CommandLineRun replay(String... arguments) {
    return CommandLineRun.of(line(arguments));
  }

  /** The command line of {@code wattflow replay} on the dead letters of the test. */
  String[] line(String... arguments) {
    return Stream.of(
            Stream.of("replay"),
            Arrays.stream(arguments),
            Stream.of("--bootstrapServers=" + kafka.bootstrap(), "--deadLetterTopic=" + dead))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  Place place(long offset) {
    return new Place(telemetry, 0, offset);
  }

  /** Writes a dead letter as the stream does. */
  void bury(long offset, String reason, byte[] payload)
      throws ExecutionException, InterruptedException {
    topics.bury(dead, place(offset), reason, NOW.minusSeconds(offset), payload);
  }

  static byte[] reading(int number) {
    return Letters.reading(number, NOW.minusSeconds(number));
  }

  @Override
  public void close() {
    topics.close();
    kafka.close();
  }
}
