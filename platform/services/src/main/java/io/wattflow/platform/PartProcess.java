package io.wattflow.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A process of one part, with its log; knows how to wait for it and how to end it. For the packages
 * of this module.
 */
public final class PartProcess {
  /**
   * Held while a process is started, and while a program is written to disk: a process that another
   * thread starts meanwhile inherits the open file for a moment, and the system refuses to run a
   * program that somebody can still write ("Text file busy").
   */
  static final Lock FORKS = new ReentrantLock();

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 50;
  private static final int TAIL_LINES = 12;
  private static final int TAIL_BYTES = 16 * 1024;

  private final Spec spec;
  private final Process process;
  private final Thread endWithThisJvm;

  /**
   * What to run.
   *
   * @param part its name in messages
   * @param command program and arguments
   * @param environment added to this process's own
   * @param log where its output is appended
   * @param background whether it is to outlive this process
   */
  public record Spec(
      String part,
      List<String> command,
      Map<String, String> environment,
      Path log,
      boolean background) {}

  private PartProcess(Spec spec, Process process) {
    this.spec = spec;
    this.process = process;
    this.endWithThisJvm = new Thread(process::destroyForcibly, "end-" + spec.part());
    Runtime.getRuntime().addShutdownHook(endWithThisJvm);
  }

  /**
   * Starts it and returns at once.
   *
   * @throws PlatformException if that is not possible
   */
  public static PartProcess start(Spec spec) {
    List<String> command = new ArrayList<>(spec.command());
    if (spec.background()) {
      // A session of its own: a Ctrl-C or a closed terminal does not reach it.
      Programs.find("setsid").ifPresent(setsid -> command.add(0, setsid.toString()));
    }
    try {
      Files.createDirectories(parentOf(spec.log()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(spec.environment());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      FORKS.lock();
      try {
        return new PartProcess(spec, builder.start());
      } finally {
        FORKS.unlock();
      }
    } catch (IOException e) {
      throw new PlatformException(
          spec.part(), "could not be started: " + e.getMessage(), "see " + spec.log(), e);
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /** Runs a short command to its end; an exit code other than 0 is an error. */
  static void run(Spec spec, Duration timeout) {
    PartProcess running = start(spec);
    try {
      if (!running.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        running.kill();
        throw new PlatformException(
            spec.part(), "did not end within " + timeout.toSeconds() + " s", "see " + spec.log());
      }
      if (running.process.exitValue() != 0) {
        throw running.died();
      }
    } catch (InterruptedException e) {
      running.kill();
      throw interrupted(spec.part(), e);
    } finally {
      running.forget();
    }
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** When the system started it: together with the id this names a process for good. */
  Instant startedAt() {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it answers; a process that ends or does not answer in time is an error. */
  public void awaitReady(BooleanSupplier answers, Duration timeout) {
    Instant deadline = Instant.now().plus(timeout);
    while (!answers.getAsBoolean()) {
      if (!process.isAlive()) {
        throw died();
      }
      if (Instant.now().isAfter(deadline)) {
        kill();
        throw new PlatformException(
            spec.part(),
            "was not ready within " + timeout.toSeconds() + " s",
            "its log " + spec.log() + " ends with: " + tail());
      }
      pause();
    }
    if (spec.background()) {
      // Only now may it outlive this process: whoever looks for it finds it usable.
      forget();
    }
  }

  private void pause() {
    try {
      // Ends early when the process does.
      process.onExit().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      kill();
      throw interrupted(spec.part(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot fail", e);
    }
  }

  private PlatformException died() {
    return new PlatformException(
        spec.part(),
        "ended with code " + process.exitValue(),
        "its log " + spec.log() + " ends with: " + tail());
  }

  private String tail() {
    try {
      byte[] bytes = Files.readAllBytes(spec.log());
      int from = Math.max(0, bytes.length - TAIL_BYTES);
      List<String> lines =
          new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).lines().toList();
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }

  /** Ends it in its own time. */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    forget();
  }

  /** Ends it at once and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    forget();
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
    } catch (IllegalStateException e) {
      // This process is ending: the hook is about to run, or has run.
      process.destroyForcibly();
    }
  }

  private static PlatformException interrupted(String part, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new PlatformException(part, "the wait for it was interrupted", "start it again", e);
  }
}
