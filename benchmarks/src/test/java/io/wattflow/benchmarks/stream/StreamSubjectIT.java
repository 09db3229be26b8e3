package io.wattflow.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Recordings;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every subject gives exact sums on a real broker, and one that does not is found out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamSubjectIT {
  private Bench bench;
  private Topics.Filled topic;

  @BeforeAll
  void fill() throws Exception {
    bench = Bench.open(config -> config.withMemory("512m", "1g"));
    // More than an hour, so that an hour closes by its own readings and not only by the closers.
    topic = StreamTopics.fill(bench, "readings", 40, 160_000, Duration.ofSeconds(1), 4, System.out);
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private StreamSubject subject(StreamSubject.Kind kind, boolean rocksDb, Topics.Filled filled) {
    return new StreamSubject(
        kind.label(),
        kind,
        bench,
        filled,
        new StreamSubject.Setup("512m", 2, rocksDb, List.of(), Recordings.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void sumsAreExact(StreamSubject.Kind kind) throws Exception {
    Sample sample = subject(kind, false, topic).round(1);
    assertThat(sample.eventsPerSecond()).isPositive();
    // 66 or 67 minutes, as many sliding windows and 4 more, 2 hours, of 40 devices and their second
    // owners.
    assertThat(sample.figures().get("rows")).isBetween(40.0 * 138, 40.0 * 145);
  }

  @ParameterizedTest
  @CsvSource({"WATTFLOW", "KAFKA_STREAMS", "FLINK_PREAGGREGATING"})
  void soTheyAreOnRocksDb(StreamSubject.Kind kind) throws Exception {
    assertThat(subject(kind, true, topic).round(1).eventsPerSecond()).isPositive();
  }

  @Test
  void oneThatCountsTooMuchIsWrong() {
    Topics.Filled fewer =
        new Topics.Filled(
            topic.topic(),
            topic.partitions(),
            topic.records(),
            topic.malformed(),
            topic.readings() - 1,
            topic.firstEvent(),
            topic.lastEvent(),
            topic.bytes());
    assertThatThrownBy(() -> subject(StreamSubject.Kind.CONSUMER_LOOP, false, fewer).round(1))
        .isInstanceOf(SubjectFailedException.class)
        .hasMessageContaining("WRONG: its MINUTE rows hold");
  }
}
