package io.wattflow.platform.stream;

import io.wattflow.platform.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The telemetry stream on Flink's embedded cluster, as a child process: the very same command line
 * as {@code bin/wattflow stream}, so that what is tested is what users run. It must have been
 * built.
 *
 * <p>Closing stops it in an orderly way and leaves its checkpoints; {@link #kill()} is for tests of
 * what happens without order. Thread-safe.
 */
public final class StreamJob implements AutoCloseable {
  /** The counter of records taken from the topic, good or bad. */
  public static final String RECORDS_READ = "wattflow_records_read_total";

  /** The counter of readings that reached the accumulator of their minute, repeats included. */
  public static final String READINGS_ROLLED_UP = "wattflow_readings_rolled_up_total";

  /** The counter of readings that came after their minute was closed and still counted. */
  public static final String READINGS_LATE = "wattflow_readings_late_total";

  /** The counter of records that went to the dead-letter topic. */
  public static final String DEAD_LETTERS = "wattflow_dead_letters_total";

  /** The counter of readings handed to the raw table, repeats included. */
  public static final String RAW_ROWS = "wattflow_raw_rows_total";

  /** The counter of rollup rows emitted, all windows and panes together. */
  public static final String ROLLUP_ROWS = "wattflow_rollup_rows_total";

  /** The counter of device status values sent to Redis. */
  public static final String STATUS_PUSHED = "wattflow_status_pushed_total";

  private static final String METRICS_PORT = "--metricsPort=";
  private static final String PROGRESS_INTERVAL = "--progressInterval=";

  /**
   * How a line of counts begins. The first one is written when all parts have been found usable.
   */
  private static final String COUNTS_LINE = "read ";

  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(new File("/dev/null"));
  private static final long POLL_MILLIS = 100;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final int TAIL_LINES = 12;
  private static final long TAIL_BYTES = 16_384;

  private final Process process;
  private final Path log;
  private final long logStart;
  private final URI metricsAddress;
  private final StreamMetrics metrics;

  private StreamJob(Process process, Path log, long logStart, int metricsPort) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
    this.metricsAddress = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    this.metrics = new StreamMetrics(metricsAddress);
  }

  /**
   * Starts the stream and returns at once.
   *
   * @param home the project's root folder, built
   * @param arguments options of {@code wattflow stream}, {@code --name=value} each; {@code
   *     --metricsPort} is added with a free port, and {@code --progressInterval=1s}, unless given
   * @param heap of the process, as in {@code -Xmx}, such as {@code 2g}
   * @param log file that the process's output is appended to; its folder is created
   * @throws IOException if the process cannot be started
   */
  public static StreamJob start(Path home, List<String> arguments, String heap, Path log)
      throws IOException {
    return start(home, arguments, heap, List.of(), log);
  }

  /**
   * As the other, with options for the JVM.
   *
   * @param javaOptions such as {@code -XX:+UseParallelGC}; none may hold a space
   */
  public static StreamJob start(
      Path home, List<String> arguments, String heap, List<String> javaOptions, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("wattflow").toString());
    command.add("stream");
    command.addAll(arguments);
    int port = givenMetricsPort(arguments);
    if (port < 0) {
      port = Ports.claim("Stream", 0);
      command.add(METRICS_PORT + port);
    }
    if (arguments.stream().noneMatch(argument -> argument.startsWith(PROGRESS_INTERVAL))) {
      command.add(PROGRESS_INTERVAL + "1s");
    }
    Path folder = log.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(NOTHING);
    builder.environment().put("WATTFLOW_STREAM_HEAP", heap);
    if (!javaOptions.isEmpty()) {
      builder.environment().put("WATTFLOW_STREAM_JAVA_OPTIONS", String.join(" ", javaOptions));
    }
    // Whoever calls this has been built, and a build in the background would surprise.
    builder.environment().put("WATTFLOW_NO_BUILD", "1");
    return new StreamJob(builder.start(), log, logStart, port);
  }

  /**
   * Waits until the stream has checked its options, its topics, tables and Redis, and submits its
   * job to the embedded cluster in its process. What is wrong with any of them shows before that.
   *
   * @throws StreamFailedException if the process ends, or {@code timeout} passes
   */
  public void awaitRunning(Duration timeout) throws StreamFailedException, InterruptedException {
    await("run", timeout, () -> tail().stream().anyMatch(line -> line.startsWith(COUNTS_LINE)));
  }

  /**
   * Waits until a counter has reached a value.
   *
   * @param name one of this class's constants
   * @throws StreamFailedException if the process ends, or {@code timeout} passes
   */
  public void awaitCounter(String name, long atLeast, Duration timeout)
      throws StreamFailedException, InterruptedException {
    await("count " + name + " up to " + atLeast, timeout, () -> counter(name) >= atLeast);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Duration timeout, Condition condition)
      throws StreamFailedException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!holds(condition)) {
      requireAlive();
      if (System.nanoTime() - deadline > 0) {
        throw new StreamFailedException(
            "the stream does not %s after %d s: %s"
                .formatted(what, timeout.toSeconds(), lastWords()));
      }
      // Ends early when the process does.
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException e) {
      return false; // nobody answers yet
    }
  }

  /**
   * Does nothing while the process runs.
   *
   * @throws StreamFailedException if it has ended, with its exit code and the end of its log
   */
  public void requireAlive() throws StreamFailedException {
    if (!process.isAlive()) {
      throw new StreamFailedException(
          "the stream has ended with exit code " + process.exitValue() + ": " + lastWords());
    }
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process's id, also after its end. */
  public long pid() {
    return process.pid();
  }

  /** The exit code; empty while the process runs. */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** Where the process publishes its metrics. */
  public URI metricsAddress() {
    return metricsAddress;
  }

  /**
   * All samples that the process publishes now, by name; labels are added up.
   *
   * @throws IOException if it does not answer
   */
  public Map<String, Double> counters() throws IOException {
    return metrics.read();
  }

  /**
   * One counter's value now; 0 if it has not counted yet.
   *
   * @throws IOException if the process does not answer
   */
  public long counter(String name) throws IOException {
    return Math.round(counters().getOrDefault(name, 0.0));
  }

  /** Kills the process as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Asks the process to end (SIGTERM), waits, and kills it if it has not ended in 20 s. Does
   * nothing if it has ended already.
   */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The log file. */
  public Path log() {
    return log;
  }

  /** The last lines that this process wrote; earlier output in the same file is left out. */
  public String logTail() {
    List<String> lines = tail();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  private List<String> tail() {
    try (SeekableByteChannel file = Files.newByteChannel(log)) {
      long from = Math.max(logStart, file.size() - TAIL_BYTES);
      ByteBuffer end = ByteBuffer.allocate((int) Math.max(0, file.size() - from));
      file.position(from);
      while (end.hasRemaining() && file.read(end) >= 0) {
        // until the buffer is full
      }
      return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      return List.of("(the log cannot be read: " + e.getMessage() + ")");
    }
  }

  /** One line: the last one that was written, and where to read on. */
  private String lastWords() {
    String last = tail().stream().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
    return (last.isEmpty() ? "" : last + " ") + "(log: " + log + ")";
  }

  private static int givenMetricsPort(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(METRICS_PORT))
        .mapToInt(argument -> Integer.parseInt(argument.substring(METRICS_PORT.length())))
        .findFirst()
        .orElse(-1);
  }
}
