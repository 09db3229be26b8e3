package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
    try (SmallDoor door = new SmallDoor(202);
        CommandLineProcess process =
            CommandLineProcess.start(
                folder.resolve("output"),
                "simulate",
                "--url=" + door.url(),
                "--format=ndjson",
                "--duration=0",
                "--warmUp=0",
                "--rate=500",
                "--batch=10")) {
      assertThat(door.await(300)).isTrue();
      // 128 and the number of the signal.
      assertThat(process.stop()).isEqualTo(143);
      List<String> lines = process.lines();
      assertThat(lines.get(0)).contains("until Ctrl-C");
      assertThat(lines)
          .anyMatch(line -> line.matches(" +records sent +[\\d,]+"))
          .anyMatch(line -> line.matches(" +from the due instant( +[\\d.,]+){4}"))
          .contains("OK: everything was accepted, and the pace was kept");
    }
  }
}
