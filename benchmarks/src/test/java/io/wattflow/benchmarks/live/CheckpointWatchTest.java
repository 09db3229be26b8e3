package io.wattflow.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWatchTest {
  @Test
  void completedOnesCountOnce(@TempDir Path folder) throws IOException {
    CheckpointWatch watch = new CheckpointWatch(folder);
    checkpoint(folder, 1, 100_000, 10);
    watch.look();
    watch.look();
    Files.createDirectories(folder.resolve(Path.of("job", "chk-2")));
    watch.look();
    assertThat(watch.completed()).isEqualTo(1);
    assertThat(watch.longestGapSeconds()).isEmpty();

    checkpoint(folder, 2, 110_000, 20);
    checkpoint(folder, 4, 133_000, 3);
    watch.look();

    assertThat(watch.completed()).isEqualTo(3);
    assertThat(watch.newestBytes()).isEqualTo(3);
    assertThat(watch.longestGapSeconds()).hasValue(23);
  }

  @Test
  void aFolderThatDoesNotExistYetHasNone(@TempDir Path folder) throws IOException {
    CheckpointWatch watch = new CheckpointWatch(folder.resolve("later"));

    watch.look();

    assertThat(watch.completed()).isZero();
  }

  private static void checkpoint(Path folder, int number, long millis, int bytes)
      throws IOException {
    Path checkpoint = folder.resolve(Path.of("job", "chk-" + number));
    Files.createDirectories(checkpoint);
    Path metadata = checkpoint.resolve("_metadata");
    Files.write(metadata, new byte[bytes]);
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
  }
}
