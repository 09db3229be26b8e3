package io.wattflow.pipelines.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order an archive reaches the disk. */
class DiskTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  /** Writes down what it does; paths are those below a folder. */
  private static final class Recording extends Disk {
    private final Path base;
    private final List<String> steps = new ArrayList<>();

    Recording(Path base) {
      this.base = base;
    }

    private String name(Path path) {
      return base.relativize(path).toString();
    }

    @Override
    void write(Path file, byte[] bytes) throws IOException {
      super.write(file, bytes);
      steps.add("write " + name(file));
    }

    @Override
    void move(Path from, Path to) throws IOException {
      super.move(from, to);
      steps.add("move to " + name(to));
    }

    @Override
    void remove(Path file) throws IOException {
      super.remove(file);
      steps.add("remove " + name(file));
    }

    @Override
    void force(Path folder) throws IOException {
      super.force(folder);
      steps.add("force " + name(folder));
    }
  }

  private static void publish(ArchiveFolder folder, int revision) throws Exception {
    Path unfinished = folder.unfinished();
    String name = "shard-0000-r" + revision + ".avro";
    Files.writeString(unfinished.resolve(name), "readings");
    folder.publish(
        DAY,
        unfinished,
        Manifest.of(
            DAY, revision, 1, DayTally.NONE, List.of(new Manifest.Entry(name, 0, 0, 8, ""))));
    folder.removeUnfinished();
  }

  @Test
  void filesAreSafeBeforeTheirManifestIsAndOldOnesGoAfterwards(@TempDir Path base)
      throws Exception {
    Recording disk = new Recording(base);
    ArchiveFolder folder = new ArchiveFolder(base.resolve("new/archive"), disk);
    publish(folder, 1);
    assertThat(disk.steps)
        .containsExactly(
            "force ",
            "force new",
            "force new/archive",
            "move to new/archive/day=2026-11-20/shard-0000-r1.avro",
            "force new/archive/day=2026-11-20",
            "force new/archive",
            "write new/archive/.unfinished/manifest.json",
            "move to new/archive/day=2026-11-20/manifest.json",
            "force new/archive/day=2026-11-20");
    disk.steps.clear();
    publish(folder, 2);
    assertThat(disk.steps)
        .containsExactly(
            "move to new/archive/day=2026-11-20/shard-0000-r2.avro",
            "force new/archive/day=2026-11-20",
            "force new/archive",
            "write new/archive/.unfinished/manifest.json",
            "move to new/archive/day=2026-11-20/manifest.json",
            "force new/archive/day=2026-11-20",
            "remove new/archive/day=2026-11-20/shard-0000-r1.avro");
    assertThat(folder.manifest(DAY)).map(Manifest::revision).contains(2);
  }

  /** Takes three bytes at a time. */
  private static final class Narrow implements WritableByteChannel {
    private static final int WIDTH = 3;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer bytes) {
      int length = Math.min(WIDTH, bytes.remaining());
      for (int i = 0; i < length; i++) {
        taken.write(bytes.get());
      }
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void filesAreWrittenInFull(@TempDir Path base) throws Exception {
    byte[] bytes = "ten bytes!".getBytes(StandardCharsets.UTF_8);
    Narrow narrow = new Narrow();
    Disk.writeAll(narrow, bytes);
    assertThat(narrow.taken.toByteArray()).isEqualTo(bytes);

    Path file = base.resolve("file");
    new Disk().write(file, bytes);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThatThrownBy(() -> new Disk().write(file, bytes)).isInstanceOf(IOException.class);
  }
}
