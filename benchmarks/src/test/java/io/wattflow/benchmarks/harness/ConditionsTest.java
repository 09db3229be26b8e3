package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionsTest {
  /** Runs until it is killed, and is no child of the JVM that watches. */
  static final class Spinner {
    public static void main(String[] args) {
      System.out.println(Integer.toString(args.length));
      long spins = 0;
      while (spins >= 0) {
        spins = (spins + 1) & Long.MAX_VALUE;
      }
    }
  }

  @Test
  void aTakenPortIsRefusedAndAFreeOneIsNot() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> Conditions.requireFreePort("--port", port))
          .isInstanceOf(BenchException.class)
          .hasMessageContainingAll("--port", "port " + port + " is in use");
    }
    assertThatCode(() -> Conditions.requireFreePort("--port", port)).doesNotThrowAnyException();
  }

  @Test
  void aDiskWithoutRoomIsRefused(@TempDir Path folder) {
    Path wanted = folder.resolve("new");
    assertThatCode(() -> Conditions.requireDisk(wanted, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Conditions.requireDisk(wanted, Long.MAX_VALUE))
        .isInstanceOf(BenchException.class)
        .hasMessageContainingAll(wanted.toString(), "MB are needed", "fewer readings");
  }

  @Test
  void tooLittleMemoryIsRefused() {
    assertThatCode(() -> Conditions.requireMemory(1 << 20)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Conditions.requireMemory(Long.MAX_VALUE))
        .isInstanceOf(BenchException.class)
        .hasMessageContainingAll("memory", "smaller heap");
  }

  @Test
  void aBusyStrangerIsRefusedByNameUnlessForced() throws Exception {
    Process stranger = orphan();
    ProcessHandle spinner = awaitHandle(stranger);
    try {
      assertThatThrownBy(() -> Conditions.requireQuiet(false))
          .isInstanceOf(BenchException.class)
          .hasMessageContainingAll("another load", "cores, most of it", "--force");
      assertThat(Conditions.requireQuiet(true))
          .hasValueSatisfying(note -> assertThat(note).contains("another load"));
    } finally {
      spinner.destroyForcibly();
    }
  }

  @Test
  void ourOwnThreadsAndChildrenAreNoOtherLoad() throws Exception {
    Process child =
        new ProcessBuilder(spinnerCommand()).redirectOutput(ProcessBuilder.Redirect.PIPE).start();
    try {
      child.inputReader().readLine(); // it runs
      // It keeps about one core busy, so as a stranger it would be the busiest one.
      assertThat(OtherLoad.watch().orElseThrow().busiest())
          .doesNotContain("process " + child.pid() + ")");
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** A shell that starts the spinner and ends, so that the spinner is nobody's child. */
  private static Process orphan() throws IOException {
    String command = String.join("' '", spinnerCommand());
    return new ProcessBuilder("sh", "-c", "'" + command + "' >/dev/null 2>&1 & echo $!").start();
  }

  private static ProcessHandle awaitHandle(Process shell) throws Exception {
    String pid = shell.inputReader().readLine();
    assertThat(shell.waitFor()).isZero();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static List<String> spinnerCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Spinner.class.getName());
  }
}
