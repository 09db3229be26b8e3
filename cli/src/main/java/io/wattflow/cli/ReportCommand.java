package io.wattflow.cli;

import io.wattflow.cli.console.Console;
import io.wattflow.cli.report.ReportProgress;
import io.wattflow.cli.report.ReportSummaryTable;
import io.wattflow.core.tariff.InvalidTariffException;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.core.tariff.TariffFile;
import io.wattflow.reports.ExpiredHoursException;
import io.wattflow.reports.ReportCaches;
import io.wattflow.reports.ReportRequest;
import io.wattflow.reports.ReportSummary;
import io.wattflow.reports.Reports;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.reports.store.ReportTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import redis.clients.jedis.exceptions.JedisException;

/** {@code wattflow report}. */
@Command(
    name = "report",
    description = {
      "Bring the daily, monthly and yearly reports up to date with the rollups.",
      "Reports are of local days, in each user's own time zone. Harmless when repeated, and beside"
          + " the stream. What late readings have changed is corrected.",
      "Exit code 1 if users had to be left out because of their zone or tariff."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {
  // Offsets of earlier times need not be whole minutes, and no telemetry is as old.
  private static final LocalDate EARLIEST = LocalDate.of(1990, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2100, 1, 1);
  private static final String FROM = "--from";
  private static final String CHANGED_WITHIN = "--changedWithin";
  private static final String REPLACE = "--replace";
  private static final String ZONE = "--zone";
  private static final String TARIFFS = "--tariffs";
  private static final String TARIFF = "--tariff";

  /** Lengths of reports. */
  enum Period {
    DAILY(ReportTable.DAILY),
    MONTHLY(ReportTable.MONTHLY),
    YEARLY(ReportTable.YEARLY),
    ALL(ReportTable.values());

    private final Set<ReportTable> tables;

    Period(ReportTable... tables) {
      this.tables = Set.of(tables);
    }
  }

  @Option(
      names = FROM,
      paramLabel = "<date>",
      converter = DateConverter.class,
      description =
          "First local date, as 2026-01-31. The periods that it is in are computed, and those after"
              + " them, which compare with it.")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "<date>",
      converter = DateConverter.class,
      description = "Last local date. Default: that of --from")
  private @Nullable LocalDate to;

  @Option(
      names = {CHANGED_WITHIN, "--changed-within"},
      paramLabel = "<duration>",
      description =
          "Instead of dates: whatever was written to the hours since so long ago, as 26h; finds too"
              + " much now and then, and never too little.")
  private @Nullable Duration changedWithin;

  @Option(
      names = "--period",
      paramLabel = "<daily|monthly|yearly|all>",
      defaultValue = "all",
      description = "Which reports. Default: ${DEFAULT-VALUE}")
  private Period period = Period.ALL;

  @Option(
      names = "--users",
      paramLabel = "<id,...>",
      split = ",",
      description = "Only these users. Default: all")
  private List<Long> users = List.of();

  @Option(
      names = ZONE,
      paramLabel = "<IANA zone>",
      defaultValue = "UTC",
      description = "Zone of users without one in `users`. Default: ${DEFAULT-VALUE}")
  private String zone = "UTC";

  @Option(
      names = TARIFFS,
      paramLabel = "<file>",
      description = "Prices, see docs/reports.md. Default: energy only, no costs")
  private @Nullable Path tariffs;

  @Option(
      names = TARIFF,
      paramLabel = "<name>",
      defaultValue = "",
      description = "Tariff of users without one in `users`. Default: none, so no costs for them")
  private String tariff = "";

  @Option(
      names = REPLACE,
      description =
          "Write what is computed now over rows that have seen more, and withdraw those of which no"
              + " hours are left: after `audit --repair` has taken hours back. Refused where hours"
              + " have expired.")
  private boolean replace;

  @Option(
      names = {"--dryRun", "--dry-run"},
      description = "Compute and count, but write nothing.")
  private boolean dryRun;

  @Mixin private ClickHouseOptions clickHouse = new ClickHouseOptions();

  @Mixin private CacheOptions cacheOptions = new CacheOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws CommandFailedException, SQLException {
    CommandSpec command = Objects.requireNonNull(spec);
    ReportRequest request = request();
    ReportDatabase database = new ReportDatabase(clickHouse.server(), clickHouse.database());
    long started = System.nanoTime();
    ReportSummary summary;
    PrintWriter err = command.commandLine().getErr();
    try (ReportCaches caches = cacheOptions.open(err::println);
        ReportProgress progress = new ReportProgress(new Console(err, System.console() != null))) {
      summary = new Reports(database, caches).run(request, progress);
    } catch (SQLException e) {
      throw unavailable(e);
    } catch (JedisException e) {
      throw new CommandFailedException(
          "reports are written, but Redis has gone, and caches may show old values for as long as"
              + " they keep them: "
              + e.getMessage(),
          e);
    } catch (ExpiredHoursException e) {
      throw new CommandFailedException(REPLACE + ": " + e.getMessage(), e);
    }
    ReportSummaryTable.write(
        command.commandLine().getOut(),
        summary,
        request.tables(),
        dryRun,
        Duration.ofNanos(System.nanoTime() - started));
    summary.problems().forEach(problem -> command.commandLine().getErr().println(problem));
    if (summary.problemCount() > 0) {
      throw new CommandFailedException(
          "%,d settings of users or devices cannot be used; these were left out, all others are done"
              .formatted(summary.problemCount()));
    }
    return ExitCode.OK;
  }

  private CommandFailedException unavailable(SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer");
    if (message.contains("UNKNOWN_TABLE") || message.contains("UNKNOWN_DATABASE")) {
      return new CommandFailedException(
          "database %s is not migrated: run `wattflow migrate`, or correct --clickhouseDatabase (%s)"
              .formatted(clickHouse.database(), message.replaceFirst(" in scope .*", "")),
          e);
    }
    return new CommandFailedException(
        "ClickHouse at %s: %s".formatted(clickHouse.server().httpAddress(), message), e);
  }

  private ReportRequest request() throws CommandFailedException {
    Map<String, Tariff> prices = prices();
    require(ZONE, ZoneId.getAvailableZoneIds().contains(zone), zone, "is no IANA time zone");
    require(TARIFF, tariff.isEmpty() || prices.containsKey(tariff), tariff, "is not in " + TARIFFS);
    for (long user : users) {
      require("--users", user > 0, user, "must be at least 1");
    }
    Duration within = changedWithin;
    if (within != null) {
      require(
          CHANGED_WITHIN, from == null && to == null, within, "stands instead of --from and --to");
      require(CHANGED_WITHIN, within.toSeconds() > 0, within, "must be at least a second");
    }
    return new ReportRequest(
        within == null ? dates() : null,
        within,
        period.tables,
        new TreeSet<>(users),
        ZoneId.of(zone),
        prices,
        tariff,
        replace,
        dryRun);
  }

  private Target dates() {
    LocalDate first = from;
    if (first == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "Missing option: write %s=<date>, or %s=<duration>".formatted(FROM, CHANGED_WITHIN));
    }
    LocalDate last = to == null ? first : to;
    require("--to", !last.isBefore(first), last, "is before " + FROM);
    return new Target(first, last);
  }

  private Map<String, Tariff> prices() throws CommandFailedException {
    Path file = tariffs;
    if (file == null) {
      return Map.of();
    }
    try {
      return TariffFile.read(Files.readAllBytes(file), file.toString());
    } catch (InvalidTariffException e) {
      throw new CommandFailedException(TARIFFS + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "%s: %s cannot be read: name a file that exists".formatted(TARIFFS, file), e);
    }
  }

  private void require(String option, boolean holds, Object value, String rule) {
    WrongOption.require(spec, option, value, holds, rule);
  }

  private static final class DateConverter implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String value) {
      try {
        LocalDate date = LocalDate.parse(value);
        if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
          throw new TypeConversionException(
              "'%s' is not between %s and %s".formatted(value, EARLIEST, LATEST));
        }
        return date;
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("'" + value + "' is no date; write 2026-01-31");
      }
    }
  }
}
