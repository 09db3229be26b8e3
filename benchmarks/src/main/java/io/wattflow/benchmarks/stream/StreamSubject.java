package io.wattflow.benchmarks.stream;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.CheckpointWatch;
import io.wattflow.benchmarks.harness.ChildJvm;
import io.wattflow.benchmarks.harness.PeakFolderSize;
import io.wattflow.benchmarks.harness.Recordings;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.platform.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of the frameworks, draining a topic in a fresh JVM each round. The time runs from the first
 * reading that it decodes until the counting sink has seen everything; sums that are not exactly
 * those of the readings are a failure.
 */
public final class StreamSubject implements Subject {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration TO_END = Duration.ofSeconds(30);

  // A consumer group that has committed offsets already would go on behind them.
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final String name;
  private final Kind kind;
  private final Bench bench;
  private final Topics.Filled topic;
  private final Setup setup;

  /** What can drain the topic. */
  public enum Kind {
    /** The product. */
    WATTFLOW("wattflow", WattflowMain.class, "rocksdbjni-"),
    /** Native Flink, keyed by device. */
    FLINK_TEXTBOOK("flink-textbook", FlinkTextbookMain.class, "rocksdbjni-"),
    /** Native Flink with an operator that combines before the shuffle. */
    FLINK_PREAGGREGATING("flink-preaggregating", FlinkPreaggregatingMain.class, "rocksdbjni-"),
    /** Kafka Streams. */
    KAFKA_STREAMS("kafka-streams", KafkaStreamsMain.class, "frocksdbjni-"),
    /** No framework at all. */
    CONSUMER_LOOP("consumer-loop", ConsumerLoopMain.class, "rocksdbjni-");

    private final String label;
    private final Class<?> main;
    private final String leftOut;

    Kind(String label, Class<?> main, String leftOut) {
      this.label = label;
      this.main = main;
      this.leftOut = leftOut;
    }

    /** As on the command line. */
    public String label() {
      return label;
    }

    /** The kind of a label; empty if there is none. */
    public static Optional<Kind> of(String label) {
      for (Kind kind : values()) {
        if (kind.label.equals(label)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** Where state lies. */
  public enum State {
    /** On the JVM's heap. */
    HEAP,
    /** In RocksDB. */
    ROCKSDB
  }

  /**
   * How subjects run.
   *
   * @param heap of the JVM, such as {@code 5g}
   * @param parallelism tasks or threads
   * @param rocksDb whether state is to lie in RocksDB
   * @param options of Wattflow's stream, beyond its defaults; for it alone
   * @param recordings of each round
   */
  public record Setup(
      String heap, int parallelism, boolean rocksDb, List<String> options, Recordings recordings) {
    /** Copies the options. */
    public Setup {
      options = List.copyOf(options);
    }
  }

  /** A subject under a name of its own. */
  public StreamSubject(String name, Kind kind, Bench bench, Topics.Filled topic, Setup setup) {
    this.name = name;
    this.kind = kind;
    this.bench = bench;
    this.topic = topic;
    this.setup = setup;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    String state =
        kind == Kind.CONSUMER_LOOP
            ? "no checkpoints"
            : setup.rocksDb() ? "RocksDB" : "state on heap";
    return "-Xms and -Xmx%s, pages touched, parallelism %d, %s%s"
        .formatted(
            setup.heap(),
            setup.parallelism(),
            state,
            kind == Kind.WATTFLOW && !setup.options().isEmpty()
                ? ", " + String.join(" ", setup.options())
                : "");
  }

  @Override
  public Sample round(int round) throws IOException, InterruptedException, SubjectFailedException {
    // Goes into names of files and consumer groups.
    String label =
        "%s-%d-run-%d"
            .formatted(name.replaceAll("[^A-Za-z0-9]+", "-"), round, RUNS.incrementAndGet());
    Path folder = bench.folder().resolve(label);
    Path temporary = folder.resolve("tmp");
    Files.createDirectories(temporary);
    StreamWork work =
        new StreamWork(
            bench.kafka().bootstrap(),
            topic.topic(),
            topic.partitions(),
            topic.readings(),
            setup.parallelism(),
            label + "-" + topic.topic(),
            setup.rocksDb(),
            folder,
            PATIENCE,
            kind == Kind.WATTFLOW ? setup.options() : List.of());
    ChildJvm.Spec spec =
        ChildJvm.Spec.of(kind.main, work.toArguments(), setup.heap(), folder.resolve("log"))
            .without(kind.leftOut)
            // The collector is the JVM's own choice, as it is for `bin/wattflow stream`.
            .withOptions(List.of("-Djava.io.tmpdir=" + temporary))
            .withOptions(setup.recordings().javaOptions(label));
    try (CheckpointWatch checkpoints = CheckpointWatch.of(folder.resolve("checkpoints"));
        PeakFolderSize state = PeakFolderSize.of(temporary);
        ChildJvm child = ChildJvm.start(spec)) {
      child.await(StreamChild.END, LONGEST);
      Sample sample = sample(child, checkpoints, state);
      child.awaitEnd(TO_END);
      return sample;
    } finally {
      FolderTree.delete(folder);
    }
  }

  private Sample sample(ChildJvm child, CheckpointWatch checkpoints, PeakFolderSize state)
      throws SubjectFailedException {
    for (Tally.Window window : Tally.Window.values()) {
      long expected = Tally.expected(window, topic.readings());
      long got = Math.round(number(child, window.name()));
      if (got != expected) {
        throw new SubjectFailedException(
            "WRONG: its %s rows hold %,d readings, not %,d (%s)"
                .formatted(window, got, expected, child.told().get(StreamChild.END)));
      }
    }
    TreeMap<String, Double> figures = new TreeMap<>();
    figures.put("seconds", number(child, StreamChild.SECONDS));
    figures.put("rows", number(child, StreamChild.ROWS));
    figures.put("heap left by a collection at most MB", number(child, StreamChild.HEAP));
    figures.put("processor seconds", number(child, StreamChild.CPU));
    checkpoints.addTo(figures);
    if (setup.rocksDb()) {
      figures.put("state on disk at most MB", state.bytes() / 1e6);
    }
    return Sample.of(topic.records() / number(child, StreamChild.SECONDS), figures);
  }

  private static double number(ChildJvm child, String name) throws SubjectFailedException {
    return child
        .number(name)
        .orElseThrow(() -> new SubjectFailedException("it has not told " + name));
  }
}
