package io.wattflow.pipelines.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.pipelines.archive.ArchiveException;
import io.wattflow.pipelines.archive.ArchiveFolder;
import io.wattflow.pipelines.archive.DayArchiver;
import io.wattflow.pipelines.archive.DayTally;
import io.wattflow.pipelines.archive.Manifest;
import io.wattflow.pipelines.archive.StoredDays;
import io.wattflow.pipelines.archive.Tally;
import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Archives on a real engine: what is in the files is what ClickHouse says that it has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveLauncherTest {
  private static final int READINGS = 10_000;
  private static final Instant NOW = Instant.now();
  private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
  private static final LocalDate FIRST = TODAY.minusDays(4);

  private ClickHouseEngine engine;
  private String database;
  private Path archive;
  private List<String> lines = List.of();

  @BeforeAll
  void start(@TempDir Path folder) {
    engine = ClickHouseEngine.start(PlatformConfig.small(folder));
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @BeforeEach
  void prepare(TestInfo test, @TempDir Path folder) {
    database = "archive_" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    archive = folder.resolve("archive");
    Migrations.apply(engine.url().toString(), database, MigrationOptions.keepingAll());
  }

  /** Every kind of value that the columns may have, absent ones and the greatest among them. */
  private void fill(LocalDate day, int from, int count) throws SQLException {
    execute(
        """
        INSERT INTO telemetry SELECT 1 + intDiv(number, 1000), concat('Zähler-', toString(intDiv(number, 500))),
          ['METER', 'INVERTER', 'PLUG'][1 + intDiv(number, 500) %% 3],
          fromUnixTimestamp64Milli(toInt64(%d + (number * 8641231) %% 86400000)),
          if(number %% 3 = 0, -1, toInt64(number)),
          toInt64(cityHash64(number) %% 2000000001) - 1000000000,
          if(number %% 2 = 0, -32768, toInt16(toInt32(cityHash64(number, 1) %% 20001) - 10000)),
          if(number %% 5 = 0, -1, toInt64(cityHash64(number, 2) %% 1000000000000001)),
          if(number %% 4 = 0, -1, toInt32(cityHash64(number, 3) %% 1000001))
        FROM numbers(%d, %d)"""
            .formatted(millis(day), from, count));
  }

  private static long millis(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(ClickHouseUrl.parse(engine.url().toString()).jdbc(database));
  }

  private int archive(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (Stream.of(options).noneMatch(option -> option.startsWith("--archiveDir"))) {
      all.add("--archiveDir=" + archive);
    }
    all.add("--clickhouseUrl=" + engine.url());
    all.add("--clickhouseDatabase=" + database);
    return run(all);
  }

  private int run(List<String> arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int code =
        ArchiveLauncher.run(
            Arguments.of(arguments.toArray(new String[0])),
            NOW,
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    lines.forEach(System.out::println);
    return code;
  }

  private List<String> files() throws IOException {
    if (!Files.exists(archive)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(archive)) {
      return all.filter(Files::isRegularFile)
          .map(file -> archive.relativize(file).toString())
          .filter(file -> !file.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  private String manifest(LocalDate day) throws IOException {
    return Files.readString(archive.resolve("day=" + day).resolve("manifest.json"));
  }

  @Test
  void daysAreArchivedAndVerifiedAndAgainOnlyIfLateReadingsCome() throws Exception {
    fill(FIRST, 0, READINGS);
    fill(FIRST, 0, 100);
    fill(FIRST.plusDays(2), 0, 10);

    assertThat(archive("--dryRun=true")).isZero();
    assertThat(lines).anyMatch(line -> line.matches(".*" + FIRST + " +10,000 .*to be archived"));
    assertThat(files()).isEmpty();

    assertThat(archive("--shards=4")).isZero();
    assertThat(lines).contains("OK: 3 days are archived");
    assertThat(lines).anyMatch(line -> line.matches(".*" + FIRST + " +10,000 +4 .*verified"));
    assertThat(manifest(FIRST)).contains("\"readings\" : 10000", checksum(FIRST));
    assertThat(manifest(FIRST.plusDays(1))).as("known to be empty").contains("\"readings\" : 0");
    List<String> written = files();
    assertThat(written).contains("day=" + FIRST + "/shard-0003-r1.avro");

    assertThat(archive("--shards=4")).isZero();
    assertThat(lines).contains("OK: nothing to archive");
    assertThat(files()).isEqualTo(written);

    fill(FIRST, READINGS, 7);
    assertThat(archive("--shards=4")).isZero();
    assertThat(lines).contains("OK: 1 day is archived");
    assertThat(manifest(FIRST))
        .contains("\"readings\" : 10007", "\"revision\" : 2", checksum(FIRST));
    assertThat(files())
        .contains("day=" + FIRST + "/shard-0003-r2.avro")
        .doesNotContain("day=" + FIRST + "/shard-0003-r1.avro")
        .hasSameSizeAs(written);
  }

  /** By another statement than the archive's. */
  private String checksum(LocalDate day) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT lower(leftPad(hex(arraySum(groupArray(reinterpretAsUInt64(reverse(substring(MD5(arrayStringConcat([
                  toString(user_id), toString(device_type), toString(toUnixTimestamp64Milli(event_time)), toString(sequence),
                  toString(power_mw), toString(power_factor), toString(energy_counter_mwh), toString(voltage_mv), device_id],
                  '|')), 1, 8)))))), 16, '0')) FROM telemetry FINAL WHERE toDate(event_time) = toDate('%s')"""
                    .formatted(day))) {
      row.next();
      return "\"checksum\" : \"" + row.getString(1) + "\"";
    }
  }

  @Test
  void aDayThatHasExpiredIsLeftAlone() throws Exception {
    fill(FIRST, 0, 1_000);
    fill(FIRST.plusDays(1), 0, 1_000);
    assertThat(archive()).isZero();
    String before = manifest(FIRST);

    execute(
        "ALTER TABLE telemetry DELETE WHERE toDate(event_time) = '%s' AND toHour(event_time) < 12 SETTINGS mutations_sync = 2"
            .formatted(FIRST));
    fill(FIRST, 5_000, 2_000);
    assertThat(archive()).isZero();
    assertThat(lines)
        .anyMatch(
            line -> line.matches(".*" + FIRST + " +1,000 .*kept; the table has fewer by now"));
    execute("ALTER TABLE telemetry DROP PARTITION " + FIRST.toString().replace("-", ""));
    assertThat(archive("--from=" + FIRST)).isZero();
    assertThat(lines).anyMatch(line -> line.matches(".*" + FIRST + " +1,000 .*kept.*"));
    assertThat(manifest(FIRST)).isEqualTo(before);
  }

  @Test
  void whatWasStoppedIsDoneAgain() throws Exception {
    fill(FIRST, 0, 1_000);
    assertThat(archive("--shards=1")).isZero();
    List<String> whole = files();
    byte[] bytes = Files.readAllBytes(archive.resolve(whole.get(1)));

    Files.delete(archive.resolve("day=" + FIRST).resolve("manifest.json"));
    Files.writeString(archive.resolve("day=" + FIRST).resolve("shard-0007-r1.avro"), "half");
    Files.createDirectories(archive.resolve(".unfinished"));
    Files.writeString(archive.resolve(".unfinished").resolve("shard-0000-r1.avro"), "half");
    assertThat(archive("--shards=1")).isZero();
    assertThat(files()).isEqualTo(whole);
    assertThat(archive.resolve(".unfinished")).doesNotExist();
    assertThat(Files.readAllBytes(archive.resolve(whole.get(1))))
        .as("the same readings make the same file")
        .isEqualTo(bytes);

    Files.delete(archive.resolve(whole.get(1)));
    assertThat(archive("--shards=1")).isZero();
    assertThat(lines).anyMatch(line -> line.endsWith("archived anew, verified"));
  }

  @Test
  void aDamagedDayDoesNotKeepTheOthersFromBeingArchived() throws Exception {
    LocalDate cut = FIRST.plusDays(1);
    fill(FIRST, 0, 1_000);
    fill(cut, 0, 1_000);
    assertThat(archive("--to=" + TODAY.minusDays(2), "--shards=1")).isZero();
    Files.writeString(archive.resolve("day=" + FIRST).resolve("manifest.json"), "{\"format\" : 1");
    Files.writeString(archive.resolve("day=" + cut).resolve("shard-0000-r1.avro"), "half");
    execute("ALTER TABLE telemetry DELETE WHERE power_mw < 0 SETTINGS mutations_sync = 2");
    fill(FIRST.plusDays(2), 0, 10);
    fill(FIRST.plusDays(3), 0, 10);

    for (String dryRun : List.of("--dryRun=true", "--dryRun=false")) {
      assertThat(archive(dryRun, "--shards=1")).isEqualTo(1);
      assertThat(lines.get(0))
          .startsWith(
              "wattflow archive: %s has failed: the manifest of %s cannot be read"
                  .formatted(FIRST, FIRST));
      assertThat(lines.get(1))
          .startsWith(
              "wattflow archive: %s has failed: shard-0000-r1.avro of %s is cut"
                  .formatted(cut, cut))
          .endsWith("the table has fewer readings by now: put back a copy of it");
    }
    assertThat(lines)
        .endsWith(
            "wattflow archive: 2 days are archived; not archived: %s, %s".formatted(FIRST, cut));
    assertThat(manifest(FIRST.plusDays(2))).contains("\"readings\" : 10,");
    assertThat(manifest(FIRST.plusDays(3))).contains("\"readings\" : 10,");
  }

  @Test
  void aDayThatCannotBeWrittenDoesNotKeepTheOthersFromBeingArchived() throws Exception {
    fill(FIRST, 0, 10);
    fill(FIRST.plusDays(1), 0, 10);
    Files.createDirectories(archive);
    Files.writeString(archive.resolve("day=" + FIRST), "a file where a folder has to be");
    assertThat(archive()).isEqualTo(1);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("wattflow archive: " + FIRST + " has failed: " + archive))
        .endsWith("wattflow archive: 1 day is archived; not archived: " + FIRST);
    assertThat(manifest(FIRST.plusDays(1))).contains("\"readings\" : 10,");
    assertThat(archive.resolve(".unfinished")).doesNotExist();
  }

  @Test
  void aDayThatChangesMeanwhileIsReadAgainAndOneThatGoesIsNot() throws Exception {
    fill(FIRST, 0, READINGS);
    ArchiveFolder folder = new ArchiveFolder(archive);
    try (Connection connection = ClickHouseDataSources.connectPatiently(store())) {
      StoredDays stored = new StoredDays(connection, store());
      DayArchiver stopped = new DayArchiver(stored, folder, 1, () -> true);
      DayArchiver.Judged now = stopped.judge(FIRST, true);
      assertThatThrownBy(() -> stopped.archive(now)).isInstanceOf(InterruptedException.class);
      assertThat(files()).as("nothing half-written").isEmpty();

      DayArchiver archiver = new DayArchiver(stored, folder, 1, () -> false);
      DayTally more =
          new DayTally(
              now.tally().hours().stream().map(hour -> hour.plus(new Tally(1, 1))).toList());
      assertThatThrownBy(() -> archiver.archive(when(now, more)))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("go from the table while they are archived");
      assertThat(files()).isEmpty();

      Manifest manifest = archiver.archive(when(now, DayTally.NONE));
      assertThat(manifest.readings()).isEqualTo(READINGS);
      assertThat(archiver.judge(FIRST, true).verdict()).isEqualTo(DayArchiver.Verdict.UP_TO_DATE);
    }
  }

  /** As if the day had been so when it was judged. */
  private static DayArchiver.Judged when(DayArchiver.Judged now, DayTally before) {
    return new DayArchiver.Judged(now.day(), now.verdict(), before, now.manifest());
  }

  private ClickHouseTarget store() {
    return new ClickHouseTarget(
        engine.url().toString(), database, "default", "", Duration.ofSeconds(10));
  }

  @Test
  void aRunThatIsStoppedSaysSoAndLeavesNothingHalf() throws Exception {
    fill(FIRST, 0, 4_000_000);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ArchiveLauncher.class.getName(),
                "--archiveDir=" + archive,
                "--clickhouseUrl=" + engine.url(),
                "--clickhouseDatabase=" + database)
            .redirectErrorStream(true)
            .start();
    boolean ended = false;
    while (files().isEmpty() && !ended) {
      ended = process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    // Other than Process.destroy, it leaves the output open.
    process.toHandle().destroy();
    lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as("of SIGTERM; %s", lines).isEqualTo(143);
    assertThat(lines).last().asString().startsWith("wattflow archive: stopped;");
    assertThat(files()).isEmpty();
    assertThat(archive.resolve(".unfinished")).doesNotExist();
  }

  @Test
  void badInputIsOneLineAndLeavesNothing() throws Exception {
    assertThat(archive()).isEqualTo(1);
    assertThat(lines).containsExactly("wattflow archive: no reading is there at all");

    fill(FIRST, 0, 100);
    assertThat(archive("--from=" + FIRST.minusDays(3))).isEqualTo(1);
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("wattflow archive: no readings of " + FIRST.minusDays(3))
        .contains("readings are there from " + FIRST)
        .endsWith("write --from=" + FIRST);
    assertThat(archive("--from=" + TODAY.minusDays(1))).isEqualTo(1);
    assertThat(lines).singleElement().asString().contains("no readings from");

    assertThat(archive("--to=" + TODAY.plusDays(1))).isEqualTo(2);
    assertThat(lines).singleElement().asString().contains("--to=", "is not over yet");
    assertThat(archive("--from=" + FIRST, "--to=" + FIRST)).isEqualTo(2);
    assertThat(lines).singleElement().asString().contains("--from=");
    assertThat(archive("--shards=0")).isEqualTo(2);
    assertThat(archive("--archiveDir=")).isEqualTo(2);
    assertThat(lines).singleElement().asString().contains("--archiveDir=", "is missing");

    assertThat(run(List.of("--archiveDir=" + archive, "--clickhouseUrl=http://127.0.0.1:1")))
        .isEqualTo(1);
    assertThat(lines).singleElement().asString().contains("http://127.0.0.1:1 does not answer");
    try (ArchiveFolder.Lock lock = new ArchiveFolder(archive).lock()) {
      assertThat(lock.channel().isOpen()).isTrue();
      assertThat(archive()).isEqualTo(1);
      assertThat(lines).singleElement().asString().contains("somebody else is archiving");
    }
    assertThat(files()).isEmpty();
  }
}
