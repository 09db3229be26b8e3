package io.wattflow.beam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingFileWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedFileCursorTest {
  private static final int DEVICES = 4;
  private static final int OF_EACH = 50_000;
  private static final int ALL = DEVICES * OF_EACH;

  private static ArchivedFile write(Path folder) throws IOException {
    Path file = folder.resolve("shard.avro");
    byte[] marker = new byte[ReadingFileWriter.MARKER_LENGTH];
    try (ReadingFileWriter writer =
        new ReadingFileWriter(Files.newOutputStream(file), Map.of(), marker)) {
      DecodedReading reading = new DecodedReading();
      for (int i = 0; i < ALL; i++) {
        String device = "Zähler-" + i / OF_EACH;
        writer.append(reading.set(device, 7, DeviceType.METER, i % OF_EACH, i * 1e5 / 7));
      }
    }
    return new ArchivedFile(file.toString(), ALL);
  }

  private static int count(ArchivedFile file, ArchiveSelection selection) throws IOException {
    DecodedReading reading = new DecodedReading();
    int count = 0;
    try (ArchivedFileCursor cursor = new ArchivedFileCursor(file, selection)) {
      while (cursor.next(reading)) {
        count++;
      }
    }
    return count;
  }

  private static ArchiveSelection of(String... devices) {
    return new ArchiveSelection(0, OF_EACH, Set.of(devices));
  }

  @Test
  void onlyWantedDevicesAndTimesAreRead(@TempDir Path folder) throws Exception {
    ArchivedFile file = write(folder);
    assertThat(count(file, of())).isEqualTo(ALL);
    assertThat(count(file, of("Zähler-0", "Zähler-3", "Zähler-9"))).isEqualTo(2 * OF_EACH);
    assertThat(count(file, of("Zähler"))).isZero();
    assertThat(count(file, new ArchiveSelection(10, 30, Set.of("Zähler-1")))).isEqualTo(20);
  }

  @Test
  void selectingDevicesMakesNothingForEachReading(@TempDir Path folder) throws Exception {
    ArchivedFile file = write(folder);
    long all = allocatedBy(file, of());
    long some = allocatedBy(file, of("Zähler-1", "Zähler-2"));
    assertThat(some - all).as("bytes of %d readings", ALL).isLessThan(4L * ALL);
  }

  private static long allocatedBy(ArchivedFile file, ArchiveSelection selection)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    count(file, selection);
    long before = threads.getThreadAllocatedBytes(thread);
    count(file, selection);
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Test
  void aFileThatIsCutOrDamagedIsOneLineWithItsNameAndTheRemedy(@TempDir Path folder)
      throws Exception {
    ArchivedFile file = write(folder);
    Path path = Path.of(file.path());
    byte[] whole = Files.readAllBytes(path);
    for (int length : new int[] {0, 3, 100, whole.length / 3, whole.length / 2, whole.length - 1}) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertFails(file, "");
    }
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 1;
    Files.write(path, changed);
    assertFails(file, "is damaged after ");
    Files.write(path, whole);
    assertFails(new ArchivedFile(file.path(), ALL + 1), "is cut: it holds 200,000 readings");
    assertFails(new ArchivedFile(file.path(), ALL - 1), "is too long: it holds 200,000 readings");
    Files.delete(path);
    assertFails(file, "is missing");
  }

  private static void assertFails(ArchivedFile file, String what) {
    assertThatThrownBy(() -> count(file, of()))
        .isInstanceOf(IOException.class)
        .hasNoCause()
        .hasMessageStartingWith(file.path() + " " + what)
        .hasMessageEndingWith(ArchivedFile.REMEDY)
        .hasMessageNotContaining("null")
        .hasMessageMatching("[^\n]*");
  }
}
