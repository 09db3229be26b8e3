package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command line as a process of its own, since it has to be told to stop, or killed. */
public final class CommandLineProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path output;

  private CommandLineProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts one.
   *
   * @param output takes what it prints on both streams; the log is written beside it
   */
  public static CommandLineProcess start(Path output, String... args) throws IOException {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dwattflow.home=" + output.toAbsolutePath().getParent(),
            "-cp",
            System.getProperty("java.class.path"),
            Wattflow.class.getName());
    Process process =
        new ProcessBuilder(Stream.concat(java, Stream.of(args)).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new CommandLineProcess(process, output);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Tells it to stop, as Ctrl-C does, and returns its exit code: 143. */
  public int stop() throws InterruptedException {
    process.destroy();
    return await();
  }

  /** Ends it at once, and returns its exit code: 137. */
  public int kill() throws InterruptedException {
    process.destroyForcibly();
    return await();
  }

  private int await() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  /** The lines that it has printed so far. */
  public List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
