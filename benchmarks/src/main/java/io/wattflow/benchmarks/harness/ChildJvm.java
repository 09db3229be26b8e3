package io.wattflow.benchmarks.harness;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A main class of the benchmarks' class path in a JVM of its own, so that no subject inherits
 * another one's compiled code or heap.
 *
 * <p>The child tells its results on standard output, one {@link #tell} each; everything else that
 * it prints goes to its log. Thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
  private static final String PREFIX = "@bench ";
  private static final int LAST_LINES = 3;
  private static final long POLL_MILLIS = 50;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;
  private final Thread reader;
  private final Map<String, String> told = new TreeMap<>();
  private final Deque<String> last = new ArrayDeque<>();
  private final OwnedProcess owned;

  /**
   * What to run.
   *
   * @param main class with a main method
   * @param arguments of it
   * @param heap as in {@code -Xmx}, such as {@code 5g}; the heap has that size, and all of its
   *     pages, from the start
   * @param options more options of the JVM
   * @param leaveOut prefixes of the names of jars that are not to be on the class path
   * @param log takes what the child prints; its folder is created
   */
  public record Spec(
      Class<?> main,
      List<String> arguments,
      String heap,
      List<String> options,
      List<String> leaveOut,
      Path log) {
    /** Copies the lists. */
    public Spec {
      arguments = List.copyOf(arguments);
      options = List.copyOf(options);
      leaveOut = List.copyOf(leaveOut);
    }

    /** Without more options, on the whole class path. */
    public static Spec of(Class<?> main, List<String> arguments, String heap, Path log) {
      return new Spec(main, arguments, heap, List.of(), List.of(), log);
    }

    /** With more options of the JVM. */
    public Spec withOptions(List<String> more) {
      List<String> all = new ArrayList<>(options);
      all.addAll(more);
      return new Spec(main, arguments, heap, all, leaveOut, log);
    }

    /** Without the jars whose names begin with one of these. */
    public Spec without(String... prefixes) {
      return new Spec(main, arguments, heap, options, List.of(prefixes), log);
    }
  }

  private ChildJvm(Process process, Path log, Writer logWriter) {
    this.process = process;
    this.log = log;
    this.reader = new Thread(() -> read(logWriter), "child-" + process.pid());
    this.reader.setDaemon(true);
    this.owned = new OwnedProcess(process, STOP_TIMEOUT);
    reader.start();
  }

  /**
   * Starts it and returns at once.
   *
   * @throws IOException if that is not possible
   */
  public static ChildJvm start(Spec spec) throws IOException {
    Path folder = spec.log().toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + spec.heap());
    command.add("-Xmx" + spec.heap());
    // Or the first use of each page would be measured, which a process that has run for days has
    // long behind it.
    command.add("-XX:+AlwaysPreTouch");
    // What Beam and Flink need to see of the JDK, and where the project is, are as in this JVM.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Dwattflow.home="))
        .forEach(command::add);
    command.add("-Duser.timezone=UTC");
    command.addAll(spec.options());
    command.add("-cp");
    command.add(classPath(spec.leaveOut()));
    command.add(spec.main().getName());
    command.addAll(spec.arguments());
    Writer log = Files.newBufferedWriter(spec.log());
    try {
      return new ChildJvm(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start(),
          spec.log(),
          log);
    } catch (IOException e) {
      log.close();
      throw e;
    }
  }

  private static String classPath(List<String> leaveOut) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> leaveOut.stream().noneMatch(new File(entry).getName()::startsWith))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** In the child: tells the parent a value by name. Neither may hold a line break. */
  public static void tell(PrintStream out, String name, Object value) {
    // One write, so that what other threads print cannot come between.
    out.print("\n" + PREFIX + name + "=" + value + "\n");
    out.flush();
  }

  private void read(Writer logWriter) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Writer out = logWriter) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(line);
        if (!line.isEmpty()) {
          out.write(line + "\n");
          out.flush();
        }
      }
    } catch (IOException e) {
      // The child has been ended in the middle of a line.
    }
  }

  private synchronized void accept(String line) {
    if (line.startsWith(PREFIX)) {
      String text = line.substring(PREFIX.length());
      int equals = text.indexOf('=');
      told.put(text.substring(0, Math.max(0, equals)), text.substring(equals + 1));
    } else if (!line.isBlank() && !line.startsWith("\tat ")) {
      last.add(line);
      if (last.size() > LAST_LINES) {
        last.remove();
      }
    }
  }

  /** All that the child has told so far. */
  public synchronized Map<String, String> told() {
    return Map.copyOf(told);
  }

  /** A number that the child has told; empty if it has not. */
  public Optional<Double> number(String name) {
    return Optional.ofNullable(told().get(name)).map(Double::parseDouble);
  }

  /**
   * Waits until the child has told a value.
   *
   * @throws SubjectFailedException if it ends before, or {@code timeout} passes
   */
  public String await(String name, Duration timeout)
      throws SubjectFailedException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      if (!alive) {
        reader.join(STOP_TIMEOUT.toMillis());
      }
      String value = told().get(name);
      if (value != null) {
        return value;
      }
      if (!alive) {
        throw new SubjectFailedException(
            "its JVM has ended with exit code " + process.exitValue() + ": " + lastWords());
      }
      if (System.nanoTime() > deadline) {
        throw new SubjectFailedException(
            "no " + name + " after " + timeout.toSeconds() + " s: " + lastWords());
      }
      // Ends early when the child does.
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Waits until the child has ended by itself with exit code 0.
   *
   * @throws SubjectFailedException if it ends otherwise, or not within {@code timeout}
   */
  public void awaitEnd(Duration timeout) throws SubjectFailedException, InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new SubjectFailedException(
          "it has not ended after " + timeout.toSeconds() + " s: " + lastWords());
    }
    reader.join(STOP_TIMEOUT.toMillis());
    if (process.exitValue() != 0) {
      throw new SubjectFailedException(
          "its JVM has ended with exit code " + process.exitValue() + ": " + lastWords());
    }
  }

  private synchronized String lastWords() {
    return String.join(" | ", last);
  }

  /** The child's process id, also after its end. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed. */
  public Path log() {
    return log;
  }

  /** Ends it (SIGTERM, after 10 s SIGKILL) and waits. Does nothing if it has ended already. */
  @Override
  public void close() {
    owned.close();
    try {
      reader.join(STOP_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
