package io.wattflow.cli;

import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.MigrationReport;
import io.wattflow.sql.Migrations;
import io.wattflow.sql.Retention;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
  @Option(
      names = "--clickhouseUrl",
      paramLabel = "<url>",
      defaultValue = "http://127.0.0.1:8123",
      converter = UrlConverter.class,
      description = "ClickHouse's HTTP address. Default: ${DEFAULT-VALUE}")
  private @Nullable ClickHouseUrl url;

  @Option(
      names = "--clickhouseDatabase",
      paramLabel = "<name>",
      defaultValue = "wattflow",
      description = "Created if need be. Default: ${DEFAULT-VALUE}")
  private String database = "wattflow";

  @Option(names = "--clickhouseUser", paramLabel = "<name>", description = "Default: the server's")
  private @Nullable String user;

  @Option(names = "--clickhousePassword", paramLabel = "<password>", description = "Default: none")
  private @Nullable String password;

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
    if (!database.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new ParameterException(
          command.commandLine(),
          "Invalid value for option '--clickhouseDatabase': '"
              + database
              + "' has more than letters, digits and underscores");
    }
    MigrationReport report =
        Migrations.apply(
            address(Objects.requireNonNull(url)),
            database,
            new MigrationOptions(telemetry, minutes, sliding, hours, days));
    PrintWriter out = command.commandLine().getOut();
    report.applied().forEach(file -> out.println("applied " + file));
    report.retentionChanged().forEach(table -> out.println("changed the retention of " + table));
    out.printf(
        "Database %s is up to date: %d migrations applied now, %d before.%n",
        report.database(), report.applied().size(), report.alreadyThere().size());
    return ExitCode.OK;
  }

  private String address(ClickHouseUrl server) {
    StringBuilder parameters = new StringBuilder(server.parameters());
    append(parameters, "user", user);
    append(parameters, "password", password);
    return server.httpAddress() + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  private static void append(StringBuilder parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters
          .append(parameters.isEmpty() ? "" : "&")
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  /** An error of the parser becomes one of the option. */
  private static final class UrlConverter implements ITypeConverter<ClickHouseUrl> {
    @Override
    public ClickHouseUrl convert(String value) {
      try {
        return ClickHouseUrl.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
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
