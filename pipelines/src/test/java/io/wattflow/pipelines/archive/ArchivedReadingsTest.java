package io.wattflow.pipelines.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.shard.Shards;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.launch.Arguments;
import io.wattflow.pipelines.options.BackfillOptions;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedReadingsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  /** Of the pipeline that ran last; static, since what it runs is sent as a copy. */
  private static final AtomicLong COUNT = new AtomicLong();

  private static final Duration MARGIN = Duration.ofMinutes(4);

  /** A reading of each of ten devices in each minute. */
  private static Manifest archive(Path root, LocalDate day, int shards) throws Exception {
    ArchiveFolder folder = new ArchiveFolder(root);
    Path unfinished = folder.unfinished();
    long start = StoredDays.millis(day);
    ReadingChecksum checksum = new ReadingChecksum(start);
    List<Manifest.Entry> files;
    try (ShardFiles writing = new ShardFiles(unfinished, day, 1, shards)) {
      for (int device = 0; device < 10; device++) {
        for (long minute = 0; minute < 1_440; minute++) {
          writing.append(
              new DecodedReading()
                  .set("meter-" + device, 7, DeviceType.METER, start + minute * 60_000, minute));
        }
      }
      files = writing.finish(checksum, readings -> {});
    }
    Manifest manifest = Manifest.of(day, 1, shards, checksum.tally(), files);
    folder.publish(day, unfinished, manifest);
    folder.removeUnfinished();
    return manifest;
  }

  private static ArchivedReadings readings(Path root, LocalDate from, int days, String... more) {
    String[] options = Arrays.copyOf(more, more.length + 2);
    options[more.length] = "--from=" + from;
    options[more.length + 1] = "--to=" + from.plusDays(days);
    BackfillOptions parsed = Arguments.of(options).as(BackfillOptions.class);
    BackfillPlan plan = BackfillPlan.of(parsed).inGeneration(parsed.getGeneration());
    return new ArchivedReadings(plan, new ArchiveFolder(root));
  }

  private static BackfillSpan span(LocalDate from, int days) {
    Instant start = Instant.ofEpochMilli(StoredDays.millis(from));
    return new BackfillSpan(start, start.plus(Duration.ofDays(days)), MARGIN, MARGIN);
  }

  private static void check(ArchivedReadings readings) throws SourceException {
    readings.check(readings.units());
    readings.verify();
  }

  @Test
  void aManifestComesBack(@TempDir Path root) throws Exception {
    Manifest manifest = archive(root, DAY, 4);
    assertThat(new ArchiveFolder(root).manifest(DAY)).contains(manifest);
    assertThat(manifest.readings()).isEqualTo(14_400);
    assertThat(manifest.tally().hours()).allMatch(hour -> hour.readings() == 600);
    assertThatThrownBy(
            () ->
                Manifest.fromJson(
                    new String(manifest.toJson(), StandardCharsets.UTF_8).replace("14400", "14401"),
                    DAY))
        .isInstanceOf(ArchiveException.class)
        .hasMessage("the manifest of 2026-11-20 contradicts itself");
    assertThatThrownBy(() -> Manifest.fromJson("{\"format\" : 1", DAY))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("the manifest of 2026-11-20 cannot be read");
    assertThatThrownBy(() -> Manifest.fromJson("{\"format\" : 1}", DAY))
        .isInstanceOf(ArchiveException.class);
  }

  @Test
  void daysOfDifferentShardsAreReadIntoTheSameOnes(@TempDir Path root) throws Exception {
    archive(root, DAY, 4);
    archive(root, DAY.plusDays(1), 7);
    ArchivedReadings readings = readings(root, DAY, 2);
    check(readings);
    assertThat(countOf(readings, span(DAY, 2))).isEqualTo(28_800);
    assertThat(countOf(readings, span(DAY, 1)))
        .as("with the first minutes of the next day")
        .isEqualTo(14_400 + 40);
    assertThat(countOf(readings(root, DAY, 1, "--devices=meter-3,meter-4"), span(DAY, 1)))
        .isEqualTo(2 * (1_440 + 4));
  }

  private static long countOf(ArchivedReadings readings, BackfillSpan span) throws Exception {
    Pipeline pipeline = Pipeline.create();
    PAssert.thatSingleton(
            pipeline
                .apply("Read", readings.read(readings.known(span)))
                .apply(
                    MapElements.into(TypeDescriptors.longs())
                        .via(delta -> (long) ReadingSets.readingsPut(delta.getValue())))
                .apply(Sum.longsGlobally()))
        .satisfies(
            sum -> {
              COUNT.set(sum);
              return null;
            });
    pipeline.run().waitUntilFinish();
    return COUNT.get();
  }

  @Test
  void windowsThatReachIntoMissingDaysAreNotWritten(@TempDir Path root) throws Exception {
    archive(root, DAY, 1);
    archive(root, DAY.plusDays(1), 1);
    archive(root, DAY.plusDays(3), 1);

    assertThat(readings(root, DAY, 1).known(span(DAY, 1)))
        .as("the archive begins there, and the next day is archived")
        .isEqualTo(span(DAY, 1));
    assertThat(readings(root, DAY.plusDays(1), 1).known(span(DAY.plusDays(1), 1)))
        .as("a day is missing, and there are others behind it")
        .isEqualTo(span(DAY.plusDays(1), 1).within(MARGIN, Duration.ZERO));
    assertThat(readings(root, DAY.plusDays(3), 1).known(span(DAY.plusDays(3), 1)))
        .isEqualTo(span(DAY.plusDays(3), 1).within(Duration.ZERO, MARGIN));
    assertThat(readings(root, DAY, 1, "--generation=1").known(span(DAY, 1)))
        .as("a row of a part would win over the whole")
        .isEqualTo(span(DAY, 1).within(Duration.ZERO, MARGIN));
  }

  @Test
  void aDamagedManifestStopsTheRestoreOfItsDayAlone(@TempDir Path root) throws Exception {
    archive(root, DAY, 1);
    archive(root, DAY.plusDays(1), 1);
    byte[] noUtf8 = {'{', (byte) 0xff};
    Files.write(root.resolve("day=2026-11-21").resolve("manifest.json"), noUtf8);

    ArchivedReadings whole = readings(root, DAY, 1);
    check(whole);
    assertThat(whole.known(span(DAY, 1))).isEqualTo(span(DAY, 1).within(MARGIN, Duration.ZERO));
    ArchivedReadings damaged = readings(root, DAY.plusDays(1), 1);
    assertThatThrownBy(damaged::units)
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("the manifest of 2026-11-21 cannot be read");
  }

  @Test
  void hoursAreUnitsToo(@TempDir Path root) throws Exception {
    archive(root, DAY, 1);
    assertThat(readings(root, DAY, 1, "--tables=rollup_1h").units())
        .hasSize(24)
        .containsEntry(Instant.parse("2026-11-20T05:00:00Z"), 600L);
    assertThat(readings(root, DAY, 1).units())
        .containsExactly(Map.entry(Instant.parse("2026-11-20T00:00:00Z"), 14_400L));
    assertThat(
            readings(root, DAY, 1, "--tables=rollup_1h", "--hourWindow=30m", "--dayWindow=2h")
                .units())
        .hasSize(48)
        .containsEntry(Instant.parse("2026-11-20T05:30:00Z"), 300L);
  }

  @Test
  void whatIsMissingCutOrChangedIsNamed(@TempDir Path root) throws Exception {
    assertFails(readings(root, DAY, 1), "2026-11-20 is not archived in " + root + ": no day is");
    Manifest manifest = archive(root, DAY, 2);
    archive(root, DAY.plusDays(2), 2);
    archive(root, DAY.plusDays(3), 2);
    assertFails(
        readings(root, DAY, 3),
        "2026-11-21 is not archived in " + root + ": it has 2026-11-20, 2026-11-22 to 2026-11-23");
    check(readings(root, DAY, 1));

    Path file = new ArchiveFolder(root).file(DAY, manifest.files().get(0));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertDamaged(
        readings(root, DAY, 1),
        "shard-0000-r1.avro of 2026-11-20 is cut: %,d bytes, and the manifest says %,d"
            .formatted(bytes.length / 2, bytes.length));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertDamaged(
        readings(root, DAY, 1),
        "shard-0000-r1.avro of 2026-11-20 has changed: its SHA-256 is not the manifest's");
    Files.delete(file);
    assertDamaged(
        readings(root, DAY, 1), "shard-0000-r1.avro of 2026-11-20 is missing from the archive");
  }

  @Test
  void onlyWhatIsReadIsVerifiedAndHashedOnlyBeforeJobs(@TempDir Path root) throws Exception {
    Manifest manifest = archive(root, DAY, 4);
    byte[] id = "meter-3".getBytes(StandardCharsets.UTF_8);
    int shard = Shards.shardOf(id, 0, id.length, 4);
    for (Manifest.Entry entry : manifest.files()) {
      Path file = new ArchiveFolder(root).file(DAY, entry);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, entry.shard() == shard ? bytes : new byte[0]);
    }
    ArchivedReadings readings = readings(root, DAY, 1, "--devices=meter-3");
    readings.check(readings.units());
    assertThatThrownBy(readings::verify)
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("shard-%04d-r1.avro of 2026-11-20 has changed".formatted(shard));

    Path file =
        new ArchiveFolder(root)
            .file(
                DAY,
                manifest.files().stream()
                    .filter(e -> e.shard() == shard)
                    .findFirst()
                    .orElseThrow());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    check(readings);
    assertThat(countOf(readings, span(DAY, 1))).isEqualTo(1_440);
  }

  @Test
  void aFileThatIsCutWhileItIsReadFailsTheJob(@TempDir Path root) throws Exception {
    Manifest manifest = archive(root, DAY, 1);
    ArchivedReadings readings = readings(root, DAY, 1);
    check(readings);
    Path file = new ArchiveFolder(root).file(DAY, manifest.files().get(0));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    assertThatThrownBy(() -> countOf(readings, span(DAY, 1)))
        .hasRootCauseInstanceOf(IOException.class);
  }

  private static void assertFails(ArchivedReadings readings, String message) {
    assertThatThrownBy(() -> check(readings))
        .isInstanceOf(SourceException.class)
        .hasMessage(message);
  }

  private static void assertDamaged(ArchivedReadings readings, String message) {
    assertFails(
        readings,
        message
            + ": put back a copy of it, or remove it and run wattflow archive while the table has the day");
  }
}
