package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A simulation as a process of its own, since it has to be told to stop. */
@Timeout(60)
class SimulateIT {
  private final Path folder;

  SimulateIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void withoutAnEndItGoesOnUntilItIsToldToStopAndEndsWithTheTable() throws Exception {
    Path output = folder.resolve("output");
    try (SmallDoor door = new SmallDoor(202)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-Dwattflow.home=" + folder,
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.wattflow.cli.Wattflow",
                  "simulate",
                  "--url=" + door.url(),
                  "--format=ndjson",
                  "--duration=0",
                  "--warmUp=0",
                  "--rate=500",
                  "--batch=10")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertThat(door.await(300)).isTrue();
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // 128 and the number of the signal.
        assertThat(process.exitValue()).isEqualTo(143);
        List<String> lines = Files.readAllLines(output);
        assertThat(lines.get(0)).contains("until Ctrl-C");
        assertThat(lines)
            .anyMatch(line -> line.matches(" +records sent +[\\d,]+"))
            .anyMatch(line -> line.matches(" +from the due instant( +[\\d.,]+){4}"))
            .contains("OK: everything was accepted, and the pace was kept");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
