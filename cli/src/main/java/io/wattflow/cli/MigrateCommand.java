package io.wattflow.cli;

import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.MigrationReport;
import io.wattflow.sql.Migrations;
import io.wattflow.sql.Retention;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code wattflow migrate}. */
@Command(
    name = "migrate",
    description = {
      "Create or update the tables in ClickHouse.",
      "Harmless when repeated. A migration that has changed since it was applied is refused.",
      "A retention is <n>d, <n>y or forever; a changed one is applied to existing tables too."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class MigrateCommand implements Callable<Integer> {
  @Mixin private ClickHouseOptions clickHouse = new ClickHouseOptions();

  @Option(
      names = "--keepTelemetry",
      paramLabel = "<time>",
      converter = RetentionConverter.class,
      description = "How long raw readings are kept. Default: 30d")
  private Retention telemetry = MigrationOptions.defaults().telemetry();

  @Option(
      names = "--keepMinutes",
      paramLabel = "<time>",
      converter = RetentionConverter.class,
      description = "The same for rollup_1m. Default: 90d")
  private Retention minutes = MigrationOptions.defaults().rollup1m();

  @Option(
      names = "--keepSliding",
      paramLabel = "<time>",
      converter = RetentionConverter.class,
      description = "The same for rollup_5m. Default: 90d")
  private Retention sliding = MigrationOptions.defaults().rollup5m();

  @Option(
      names = "--keepHours",
      paramLabel = "<time>",
      converter = RetentionConverter.class,
      description = "The same for rollup_1h. Default: 10y")
  private Retention hours = MigrationOptions.defaults().rollup1h();

  @Option(
      names = "--keepDays",
      paramLabel = "<time>",
      converter = RetentionConverter.class,
      description = "The same for rollup_1d. Default: forever")
  private Retention days = MigrationOptions.defaults().rollup1d();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    MigrationReport report =
        Migrations.apply(
            clickHouse.address(),
            clickHouse.database(),
            new MigrationOptions(telemetry, minutes, sliding, hours, days));
    PrintWriter out = command.commandLine().getOut();
    report.applied().forEach(file -> out.println("applied " + file));
    report.retentionChanged().forEach(table -> out.println("changed the retention of " + table));
    out.printf(
        "Database %s is up to date: %d migrations applied now, %d before.%n",
        report.database(), report.applied().size(), report.alreadyThere().size());
    return ExitCode.OK;
  }

  private static final class RetentionConverter implements ITypeConverter<Retention> {
    @Override
    public Retention convert(String value) {
      try {
        return Retention.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
