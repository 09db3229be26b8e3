package io.wattflow.cli;

import io.wattflow.cli.console.Console;
import io.wattflow.cli.demo.Demo;
import io.wattflow.cli.demo.DemoPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wattflow demo}. */
@Command(
    name = "demo",
    description = {
      "See the whole path at work, and prove that it is exact.",
      "Starts Kafka, ClickHouse, Redis, both services and Flink in a fresh folder, sends over HTTP"
          + " four weeks of real photovoltaic production and a simulated household fleet with late,"
          + " repeated, conflicting, missing and malformed records, recomputes every row with a"
          + " naive model, compares all of them, and stops everything again.",
      "Exit code 0 if every row agrees, 1 if not."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final int MAX_DAYS = 28;
  private static final Duration MAX_AGE_OF_END = Duration.ofDays(1);

  @Option(
      names = "--for",
      paramLabel = "<duration>",
      defaultValue = "45m",
      description = "Time that the household fleet covers, up to --end. Default: ${DEFAULT-VALUE}")
  private Duration span = Duration.ofMinutes(45);

  @Option(
      names = "--devices",
      paramLabel = "<n>",
      defaultValue = "400",
      description = "Household devices, each reporting every 10 s. Default: ${DEFAULT-VALUE}")
  private int devices = 400;

  @Option(
      names = "--days",
      paramLabel = "<n>",
      defaultValue = "28",
      description = "Days of photovoltaic production, 1 to 28. Default: ${DEFAULT-VALUE}")
  private int days = MAX_DAYS;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Decides everything that is random. Default: another one each time")
  private @Nullable Long seed;

  @Option(
      names = "--end",
      paramLabel = "<instant>",
      description =
          "Where the events end, such as 2026-11-23T18:00:00Z, to repeat a run of the last day"
              + " exactly. Default: now")
  private @Nullable Instant end;

  @Option(names = "--keep", description = "Keep data and logs in .wattflow/demo.")
  private boolean keep;

  @Option(
      names = "--serve",
      description = {
        "Stay up when everything has been compared: the dashboard's address is the last line, and a"
            + " household goes on reporting. Ctrl-C ends it."
      })
  private boolean serve;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call()
      throws IOException, SQLException, CommandFailedException, InterruptedException {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    DemoPlan plan = plan(command);
    Path home = Home.folder();
    Console console = new Console(command.commandLine().getOut(), System.console() != null);
    Demo demo =
        new Demo(plan, home, home.resolve(".wattflow").resolve("demo"), keep, serve, console);
    return demo.run() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private DemoPlan plan(CommandSpec command) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant until = end == null ? now : end.truncatedTo(ChronoUnit.SECONDS);
    WrongOption.require(command, "--devices", devices, devices >= 1, "must be at least 1");
    WrongOption.require(
        command, "--days", days, days >= 1 && days <= MAX_DAYS, "must be from 1 to " + MAX_DAYS);
    WrongOption.require(
        command,
        "--for",
        span,
        span.toSeconds() >= 10 && span.compareTo(Duration.ofDays(days)) <= 0,
        "must be from 10s to --days");
    WrongOption.require(
        command,
        "--end",
        until,
        !until.isAfter(now) && until.isAfter(now.minus(MAX_AGE_OF_END)),
        "must lie within the last day");
    long random = seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : seed;
    DemoPlan plan = new DemoPlan(random, devices, span, days, until);
    WrongOption.require(
        command,
        "--for",
        span,
        plan.fleetReadings() <= DemoPlan.MAX_READINGS,
        "with --devices=%d makes %,d readings; the model's memory holds %,d"
            .formatted(devices, plan.fleetReadings(), DemoPlan.MAX_READINGS));
    return plan;
  }
}
