package io.wattflow.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.options.OptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkCheckpointsTest {
  private final Path folder;

  FlinkCheckpointsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anEmbeddedClusterAlwaysHasAFolderAndKeepsItsCheckpoints() throws IOException {
    FlinkStreamOptions options = options("--flinkMaster=[local]", "--maxOutage=1h");
    assertThat(FlinkCheckpoints.prepare(options)).isFalse();
    assertThat(options.getStateBackend()).isEqualTo("filesystem");
    assertThat(options.getStateBackendStoragePath()).isEqualTo(folder.toUri().toString());
    assertThat(options.getRetainExternalizedCheckpointsOnCancellation()).isTrue();
    assertThat(options.getCheckpointTimeoutMillis()).isEqualTo(62 * 60_000);
  }

  @Test
  void bundlesEndBeforeACheckpoint() {
    assertThat(options().getFinishBundleBeforeCheckpointing()).isTrue();
    assertThat(options().getFasterCopy()).isFalse();
  }

  @Test
  void aClusterKeepsItsOwnSettings() throws IOException {
    FlinkStreamOptions options =
        Arguments.of("--flinkMaster=host:8081")
            .withDefaults(FlinkStream.DEFAULTS)
            .as(FlinkStreamOptions.class);
    assertThat(FlinkCheckpoints.prepare(options)).isFalse();
    assertThat(options.getStateBackend()).isNull();
    assertThat(options.getStateBackendStoragePath()).isNull();
  }

  @Test
  void aStateBackendOnAClusterNeedsAFolder() {
    FlinkStreamOptions options =
        Arguments.of("--flinkMaster=host:8081", "--stateBackend=rocksdb")
            .withDefaults(FlinkStream.DEFAULTS)
            .as(FlinkStreamOptions.class);
    assertThatThrownBy(() -> FlinkCheckpoints.prepare(options))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--checkpointDir=");
  }

  @Test
  void latestIsTheNewestCompletedCheckpoint() throws IOException {
    checkpoint("job-1/chk-7", 1_000);
    Path newest = checkpoint("job-2/chk-3", 3_000);
    checkpoint("job-2/chk-2", 2_000);
    Files.createDirectories(folder.resolve("job-2/chk-4"));
    FlinkStreamOptions options = options("--flinkMaster=host:8081", "--restoreFrom=latest");
    assertThat(FlinkCheckpoints.prepare(options)).isTrue();
    assertThat(options.getSavepointPath()).isEqualTo(newest.toUri().toString());
  }

  @Test
  void latestOfNothingStartsAnew() throws IOException {
    assertThat(FlinkCheckpoints.prepare(options("--restoreFrom=latest"))).isFalse();
  }

  @Test
  void checkpointsOfAJobBeforeTheLastNewStartAreNotItsOwn() throws IOException {
    checkpoint("old-job/chk-9", 1_000);
    FlinkCheckpoints.prepare(options("--flinkMaster=[local]", "--topic=two"));
    assertThat(FlinkCheckpoints.prepare(options("--topic=two", "--restoreFrom=latest"))).isFalse();
  }

  @Test
  void aPathWithoutACheckpointIsRefused() {
    FlinkStreamOptions options = options("--restoreFrom=" + folder.resolve("chk-9"));
    assertThatThrownBy(() -> FlinkCheckpoints.prepare(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("is no checkpoint");
  }

  @Test
  void whatTheCheckpointHoldsInsideCannotBeChanged() throws IOException {
    FlinkCheckpoints.prepare(options("--flinkMaster=[local]", "--topic=one", "--shards=32"));
    checkpoint("job/chk-1", System.currentTimeMillis() + 1_000);
    assertThatThrownBy(
            () ->
                FlinkCheckpoints.prepare(
                    options("--topic=two", "--shards=32", "--restoreFrom=latest")))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--topic=two: the checkpoint was written with one");
    assertThatThrownBy(
            () -> FlinkCheckpoints.prepare(options("--topic=one", "--restoreFrom=latest")))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--shards=64: the checkpoint was written with 32");
    assertThatThrownBy(
            () ->
                FlinkCheckpoints.prepare(
                    options(
                        "--topic=one", "--shards=32", "--hourWindow=2h", "--restoreFrom=latest")))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--hourWindow=2h: the checkpoint was written with 1h");
    assertThatThrownBy(
            () ->
                FlinkCheckpoints.prepare(
                    options(
                        "--topic=one",
                        "--shards=32",
                        "--clickhouseWriter=binary",
                        "--restoreFrom=latest")))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("--clickhouseWriter=binary: the checkpoint was written with jdbc");
    assertThat(
            FlinkCheckpoints.prepare(options("--topic=one", "--shards=32", "--restoreFrom=latest")))
        .isTrue();
  }

  private Path checkpoint(String name, long time) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(name));
    Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "x");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(time));
    return checkpoint;
  }

  private FlinkStreamOptions options(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--checkpointDir=" + folder);
    return Arguments.of(all.toArray(String[]::new))
        .withDefaults(FlinkStream.DEFAULTS)
        .as(FlinkStreamOptions.class);
  }
}
