package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedProcessTest {
  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;

  @Test
  void oneThatEndsInItsOwnTimeIsNotKilled() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();

    new OwnedProcess(process, Duration.ofMinutes(1)).close();

    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitValue()).isEqualTo(TERMINATED);
  }

  @Test
  void oneThatDoesNotIsKilled() throws Exception {
    Process process = deaf();

    new OwnedProcess(process, Duration.ofMillis(100)).close();

    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitValue()).isEqualTo(KILLED);
  }

  @Test
  void anInterruptKillsItAtOnceAndIsKept() throws Exception {
    Process process = deaf();
    Thread.currentThread().interrupt();

    new OwnedProcess(process, Duration.ofMinutes(1)).close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(process.waitFor()).isEqualTo(KILLED);
  }

  @Test
  void oneThatHasEndedIsNoError() throws Exception {
    Process process = new ProcessBuilder("true").start();
    assertThat(process.waitFor()).isZero();

    new OwnedProcess(process, Duration.ofMinutes(1)).close();

    assertThat(process.exitValue()).isZero();
  }

  /** It ignores SIGTERM from the moment at which it has said so. */
  private static Process deaf() throws Exception {
    Process process =
        new ProcessBuilder(List.of("sh", "-c", "trap '' TERM; echo deaf; exec sleep 600")).start();
    BufferedReader lines = process.inputReader();
    assertThat(lines.readLine()).isEqualTo("deaf");
    return process;
  }
}
