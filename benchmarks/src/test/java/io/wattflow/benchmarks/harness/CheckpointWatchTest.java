package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWatchTest {
  private Path folder;
  private CheckpointWatch watch;

  @BeforeEach
  void openWatch(@TempDir Path temporary) {
    folder = temporary;
    watch = new CheckpointWatch(temporary);
  }

  @Test
  void completedOnesCountOnce() throws IOException {
    complete(1, 100, 10);
    watch.look();
    watch.look();
    begin(2);
    watch.look();
    assertThat(watch.completed()).isEqualTo(1);

    complete(2, 110, 20);
    complete(10, 133, 3);
    watch.look();

    assertThat(watch.completed()).isEqualTo(3);
    assertThat(watch.newestBytes()).isEqualTo(3);
    assertThat(watch.newestTime()).hasValue(at(133));
  }

  /** Flink deletes it as soon as there is a newer one. */
  @Test
  void oneThatWasDeletedSinceStillCounts() throws IOException {
    complete(1, 100, 10);
    watch.look();
    FolderTree.delete(folder.resolve("job"));
    complete(2, 110, 20);
    watch.look();

    assertThat(watch.completed()).isEqualTo(2);
    assertThat(watch.longestGapSeconds(at(100), at(120))).isEqualTo(10);
  }

  @Test
  void sharedFilesArePartOfTheSize() throws IOException {
    Path shared = folder.resolve(Path.of("job", "shared", "deeper"));
    Files.createDirectories(shared);
    Files.write(shared.resolve("sst"), new byte[2_000_000]);
    complete(1, 100, 500_000);
    watch.look();
    Files.delete(shared.resolve("sst"));
    complete(2, 110, 1_000_000);

    Map<String, Double> figures = figures();

    assertThat(figures)
        .containsEntry("checkpoints", 2.0)
        .containsEntry("largest checkpoint MB", 2.5)
        .containsEntry("last checkpoint MB", 1.0)
        .containsKey("longest checkpoint s");
    assertThat(watch.newestBytes()).isEqualTo(1_000_000);
  }

  @Test
  void theLongestGapMayLieBetweenTwo() throws IOException {
    complete(1, 100, 1);
    complete(2, 110, 1);
    complete(3, 133, 1);
    watch.look();

    assertThat(watch.longestGapSeconds(at(95), at(140))).isEqualTo(23);
  }

  @Test
  void theLongestGapMayComeBeforeTheFirstOrAfterTheLast() throws IOException {
    complete(1, 100, 1);
    complete(2, 110, 1);
    watch.look();

    assertThat(watch.longestGapSeconds(at(60), at(115))).isEqualTo(40);
    assertThat(watch.longestGapSeconds(at(95), at(700))).isEqualTo(590);
  }

  @Test
  void completionsOutsideOfTheTimeDoNotCount() throws IOException {
    complete(1, 100, 1);
    complete(2, 150, 1);
    watch.look();

    assertThat(watch.longestGapSeconds(at(110), at(145))).isEqualTo(35);
  }

  @Test
  void aFolderThatDoesNotExistYetHasNone() {
    CheckpointWatch later = new CheckpointWatch(folder.resolve("later"));

    later.look();

    assertThat(later.completed()).isZero();
    assertThat(later.newestBytes()).isZero();
    assertThat(later.newestTime()).isEmpty();
    assertThat(later.longestGapSeconds(at(0), at(60))).isEqualTo(60);
    assertThat(figures()).isEmpty();
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    watch.addTo(figures);
    return figures;
  }

  private Path begin(int number) throws IOException {
    return Files.createDirectories(folder.resolve(Path.of("job", "chk-" + number)));
  }

  private void complete(int number, long second, int bytes) throws IOException {
    Path metadata = begin(number).resolve("_metadata");
    Files.write(metadata, new byte[bytes]);
    Files.setLastModifiedTime(metadata, FileTime.from(at(second)));
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
