package io.wattflow.benchmarks.retention;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.PlaceOptions;
import io.wattflow.benchmarks.harness.WattflowRun;
import io.wattflow.platform.Platform;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.TelemetryScript;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import io.wattflow.sql.Retention;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench retention}: bytes of a device and a year, in every table and in the archive. */
@Command(
    name = "retention",
    description = {
      "What a year of a device takes in each table and in the archive.",
      "A whole month (the last one) of household devices that report every 10 s goes into the raw"
          + " table; `wattflow backfill` makes the rollups and `wattflow archive` the files; tables are"
          + " merged (OPTIMIZE FINAL) and their active parts weighed."
    },
    mixinStandardHelpOptions = true)
public final class RetentionBenchmark implements Callable<Integer> {
  private static final String DATABASE = "retention";
  private static final long SEED = 11;
  private static final double DAYS_PER_YEAR = 365.25;
  private static final double FLEET = 1_000_000;
  private static final int YEARS = 5;
  private static final double BYTES_PER_TERABYTE = 1e12;
  private static final Duration TIMEOUT = Duration.ofHours(2);
  private static final long DISK_PER_READING = 100;
  private static final long MEMORY = 6L << 30;

  /** Tables, and how many days of five years they keep by default. */
  private enum Kept {
    TELEMETRY(30),
    ROLLUP_1M(90),
    ROLLUP_5M(90),
    ROLLUP_1H(YEARS * DAYS_PER_YEAR),
    ROLLUP_1D(YEARS * DAYS_PER_YEAR);

    private final double days;

    Kept(double days) {
      this.days = days;
    }
  }

  @Option(
      names = "--devices",
      paramLabel = "<n>",
      defaultValue = "16",
      description = "Devices of the fleet. Default: ${DEFAULT-VALUE}, its whole mix.")
  private int devices;

  @Mixin private PlaceOptions place = new PlaceOptions();

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    if (devices < 1) {
      throw new BenchException("--devices must be at least 1: " + devices);
    }
    YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    long readings = devices * 8_640L * month.lengthOfMonth();
    place.requireConditions(readings * DISK_PER_READING, MEMORY).ifPresent(out::println);
    LocalDate end = month.plusMonths(1).atDay(1);
    try (Bench bench = place.openBench()) {
      Platform platform = bench.platform();
      Migrations.apply(
          platform.clickHouseUrl().toString(),
          DATABASE,
          MigrationOptions.defaults().withTelemetry(Retention.FOREVER));
      long inserted =
          new RawRows(platform.clickHouseUrl(), DATABASE)
              .insert(
                  TelemetryScript.of(
                      SEED,
                      Faults.none(),
                      Fleet.household(
                          SEED,
                          devices,
                          end.atStartOfDay(ZoneOffset.UTC).toInstant(),
                          Duration.ofDays(month.lengthOfMonth()))));
      out.printf(Locale.ROOT, "%s: %d devices, %,d readings%n", month, devices, inserted);
      String from = "--from=" + month.atDay(1);
      String to = "--to=" + end;
      Path archive = bench.folder().resolve("archive");
      run(bench, "backfill", from, to);
      run(bench, "archive", from, to, "--archiveDir=" + archive);
      double deviceYears = devices * month.lengthOfMonth() / DAYS_PER_YEAR;
      out.printf(
          "%n  %-10s %16s %10s %18s %10s %22s%n",
          "",
          "rows/device-year",
          "bytes/row",
          "bytes/device-year",
          "kept",
          "TB, 1,000,000 devices");
      try (Connection connection =
          DriverManager.getConnection(
              ClickHouseUrl.parse(platform.clickHouseUrl().toString()).jdbc(DATABASE))) {
        for (Kept table : Kept.values()) {
          String name = table.name().toLowerCase(Locale.ROOT);
          line(out, name, weigh(connection, name), deviceYears, table.days);
        }
      }
      line(
          out,
          "archive",
          new Weight(inserted, sizeOf(archive)),
          deviceYears,
          YEARS * DAYS_PER_YEAR);
    }
    return 0;
  }

  /** Rows and bytes. */
  private record Weight(long rows, long bytes) {}

  private static Weight weigh(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("OPTIMIZE TABLE " + table + " FINAL");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND database = '%s' AND table = '%s'"
                  .formatted(DATABASE, table))) {
        row.next();
        return new Weight(row.getLong(1), row.getLong(2));
      }
    }
  }

  private static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void line(
      PrintStream out, String name, Weight weight, double deviceYears, double keptDays) {
    double perYear = weight.bytes() / deviceYears;
    out.printf(
        Locale.ROOT,
        "  %-10s %,16.0f %10.1f %,18.0f %8.0f d %22.2f%n",
        name,
        weight.rows() / deviceYears,
        (double) weight.bytes() / weight.rows(),
        perYear,
        keptDays,
        perYear * keptDays / DAYS_PER_YEAR * FLEET / BYTES_PER_TERABYTE);
  }

  private static void run(Bench bench, String... command) throws IOException, InterruptedException {
    OptionalInt code =
        WattflowRun.run(bench, DATABASE, List.of(command), Redirect.INHERIT, TIMEOUT);
    if (code.isEmpty() || code.getAsInt() != 0) {
      throw new BenchException(
          code.isEmpty()
              ? "wattflow %s is not done after %s".formatted(command[0], TIMEOUT)
              : "wattflow %s has ended with %d".formatted(command[0], code.getAsInt()));
    }
  }
}
