package io.wattflow.cli.demo;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.Durations;
import io.wattflow.cli.console.Console;
import io.wattflow.platform.FolderTree;
import io.wattflow.platform.Platform;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.StartedResources;
import io.wattflow.platform.service.ServiceProcess;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.ModelSettings;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.live.Arrivals;
import io.wattflow.simulation.live.DeadLetterTally;
import io.wattflow.simulation.live.Expectation;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.MigrationReport;
import io.wattflow.sql.Migrations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The main job from end to end: the ingestion service, real Kafka, ClickHouse, Redis and Flink in a
 * fresh folder, input with faults, and a comparison of everything that came out with what an
 * independent model expects.
 */
public final class Demo {
  private static final String DATABASE = "wattflow";
  private static final String TOPIC = "telemetry-data";
  private static final String DEAD_LETTER_TOPIC = "telemetry-dead-letters";
  private static final int PARTITIONS = 4;
  private static final String STREAM_HEAP = "2g";
  private static final int MAX_EXAMPLES = 5;
  private static final double LIVE_SHARE = 0.3;
  private static final int LIVE_PORTIONS = 30;
  private static final Duration LIVE_PAUSE = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(40);
  private static final Duration BACKLOG_TIMEOUT = Duration.ofSeconds(90);

  /** So long without any news, and we stop waiting: the comparison will say what is missing. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final DemoPlan plan;
  private final Path home;
  private final Path folder;
  private final boolean keep;
  private final boolean serve;
  private final Console console;
  private boolean failed = true;

  /**
   * Prepares a demo; nothing is done yet.
   *
   * @param home the project's root folder, built
   * @param folder for all that the demo writes; emptied first, and removed in the end unless it
   *     fails or {@code keep} is set
   * @param serve whether everything stays up after the comparison, with a household that goes on
   *     reporting, until the JVM is told to stop
   */
  public Demo(DemoPlan plan, Path home, Path folder, boolean keep, boolean serve, Console console) {
    this.plan = plan;
    this.home = home;
    this.folder = folder;
    this.keep = keep;
    this.serve = serve;
    this.console = console;
  }

  /**
   * Runs it.
   *
   * @return whether everything agrees with the model
   * @throws CommandFailedException if it could not be carried through; the message says why
   * @throws InterruptedException if the JVM has been told to stop
   */
  public boolean run()
      throws IOException, SQLException, CommandFailedException, InterruptedException {
    try (StartedResources resources = new StartedResources(CLOSE_TIMEOUT)) {
      try {
        return run(resources);
      } catch (IOException | SQLException | CommandFailedException | RuntimeException e) {
        if (resources.stopping()) {
          throw interrupted(e);
        }
        throw e;
      }
    }
  }

  private static InterruptedException interrupted(Exception consequence) {
    InterruptedException interrupted = new InterruptedException("told to stop");
    interrupted.initCause(consequence);
    return interrupted;
  }

  private boolean run(StartedResources resources)
      throws IOException, SQLException, CommandFailedException, InterruptedException {
    long begin = System.nanoTime();
    FolderTree.delete(folder);
    Files.createDirectories(folder);
    resources.add(() -> leaveFolder(resources.stopping()));
    DemoInput input = DemoInput.of(plan, home);
    announce(input);

    Platform platform = startPlatform(resources);
    prepare(platform);
    ServiceProcess ingestion = startIngestion(platform, resources);
    ServiceProcess analytics = startAnalytics(platform, resources);
    long firstSent = System.nanoTime();
    StreamJob stream = startStream(platform, resources);
    NaiveModel model = new NaiveModel(ModelSettings.defaults());
    DemoDoor door = new DemoDoor(ingestion, platform.kafkaBootstrap(), TOPIC, MAX_EXAMPLES);
    try (door) {
      send(input, door, model, stream);
    }
    Expectation expectation = Expectation.of(model);

    try (Connection clickHouse = connect(platform.clickHouseUrl());
        DeadLetterTally letters =
            new DeadLetterTally(platform.kafkaBootstrap(), DEAD_LETTER_TOPIC)) {
      Arrivals arrivals = new Arrivals(clickHouse, DATABASE, letters);
      boolean complete = await(arrivals, expectation, stream);
      Duration took = since(firstSent);
      console.step("Flink", complete ? "everything has arrived" : "nothing new arrives", took);
      List<CheckResult> checks =
          new ArrayList<>(arrivals.compare(expectation, platform.redisUri(), MAX_EXAMPLES));
      Map<String, Double> counters = stream.counters();
      checks.add(new AnswersCheck(analytics.address(), MAX_EXAMPLES).check(model));
      checks.add(door.check());
      checks.add(Counters.check(counters, model.records()));
      DemoReport report = new DemoReport(console);
      report.flow(door, counters, arrivals.totals(), arrivals.letters(), took);
      report.checks(checks);
      boolean agrees = checks.stream().allMatch(CheckResult::agrees);
      report.verdict(agrees, plan, since(begin));
      failed = !agrees;
      if (serve) {
        DemoHousehold.report(ingestion.address(), analytics.address(), console);
      } else {
        console.line("");
        console.line("See it on the dashboard: bin/wattflow demo --serve stays up.");
      }
      return agrees;
    }
  }

  private void announce(DemoInput input) {
    console.line(
        "Wattflow demo: %,d household devices over %s, %d inverters over %d days, with faults.",
        plan.devices(), Durations.write(plan.span()), input.inverters(), plan.days());
    console.line("Repeat it with --seed=%d --end=%s", plan.seed(), plan.end());
    console.line("");
  }

  private Platform startPlatform(StartedResources resources) {
    long start = System.nanoTime();
    Platform platform = Platform.start(PlatformConfig.small(folder).withHome(home));
    resources.add(platform::close);
    Duration took = since(start);
    console.step("Kafka", platform.kafkaBootstrap(), took);
    console.step("ClickHouse", platform.clickHouseUrl().toString(), took);
    console.step("Redis", platform.redisUri().toString(), took);
    return platform;
  }

  private void prepare(Platform platform) throws CommandFailedException, InterruptedException {
    long start = System.nanoTime();
    MigrationReport report =
        Migrations.apply(
            platform.clickHouseUrl().toString(), DATABASE, MigrationOptions.defaults());
    DemoTopic.create(platform.kafkaBootstrap(), TOPIC, PARTITIONS);
    platform.ensureTopic(TOPIC, PARTITIONS);
    console.step(
        "Prepared",
        "%d migrations; topic %s, %d partitions"
            .formatted(report.applied().size(), TOPIC, PARTITIONS),
        since(start));
  }

  private StreamJob startStream(Platform platform, StartedResources resources) throws IOException {
    StreamJob stream =
        StreamJob.start(
            home,
            List.of(
                "--bootstrapServers=" + platform.kafkaBootstrap(),
                "--topic=" + TOPIC,
                "--deadLetterTopic=" + DEAD_LETTER_TOPIC,
                "--clickhouseUrl=" + platform.clickHouseUrl(),
                "--clickhouseDatabase=" + DATABASE,
                "--redisUrl=" + platform.redisUri(),
                "--checkpointDir=" + folder.resolve("checkpoints"),
                "--parallelism=2",
                // Nobody wants to wait for the end of the last hour and day.
                "--minuteEarlyFiring=2s",
                "--windowEarlyFiring=3s"),
            STREAM_HEAP,
            folder.resolve("logs").resolve("stream.log"));
    resources.add(stream::close);
    return stream;
  }

  private ServiceProcess startIngestion(Platform platform, StartedResources resources) {
    long start = System.nanoTime();
    ServiceProcess ingestion =
        ServiceProcess.ingestion(
            home,
            List.of(
                "--auth=none",
                // The whole fleet is one client here, which may send as fast as it can.
                "--clientRate=0",
                "--bootstrapServers=" + platform.kafkaBootstrap(),
                "--topic=" + TOPIC),
            folder.resolve("logs").resolve("ingestion.log"));
    resources.add(ingestion::close);
    console.step("Ingestion", ingestion.address().toString(), since(start));
    return ingestion;
  }

  private ServiceProcess startAnalytics(Platform platform, StartedResources resources) {
    long start = System.nanoTime();
    ServiceProcess analytics =
        ServiceProcess.analytics(
            0,
            home,
            List.of(
                "--auth=none",
                "--clickhouseUrl=" + platform.clickHouseUrl(),
                "--clickhouseDatabase=" + DATABASE,
                "--redisUrl=" + platform.redisUri()),
            folder.resolve("logs").resolve("analytics.log"));
    resources.add(analytics::close);
    console.step("Analytics", analytics.address().toString(), since(start));
    return analytics;
  }

  /**
   * Sends a backlog while the stream starts, and the rest live, in small portions once the backlog
   * is read: so windows close while readings still come, and late ones find them closed.
   */
  private void send(DemoInput input, DemoDoor door, NaiveModel model, StreamJob stream)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Iterator<ProducedRecord> script = input.script().iterator();
    long live = Math.round(input.expectedRecords() * LIVE_SHARE);
    try (Console.Progress progress = console.progress("Sending", input.expectedRecords())) {
      door.send(next(script, input.expectedRecords() - live), model, progress::to);
      stream.awaitCounter(StreamJob.RECORDS_READ, model.records(), BACKLOG_TIMEOUT);
      while (script.hasNext()) {
        door.send(next(script, Math.max(1, live / LIVE_PORTIONS)), model, progress::to);
        Thread.sleep(LIVE_PAUSE.toMillis());
      }
    }
    console.step("Sent", "%,d records".formatted(model.records()), since(start));
  }

  /** The next {@code count} records of the script, or fewer at its end. */
  private static Iterator<ProducedRecord> next(Iterator<ProducedRecord> script, long count) {
    return new Iterator<>() {
      private long left = count;

      @Override
      public boolean hasNext() {
        return left > 0 && script.hasNext();
      }

      @Override
      public ProducedRecord next() {
        if (left-- <= 0) {
          throw new NoSuchElementException("the portion is over");
        }
        return script.next();
      }
    };
  }

  private boolean await(Arrivals arrivals, Expectation expectation, StreamJob stream)
      throws SQLException, IOException, InterruptedException {
    try (Console.Progress progress =
        console.progress("Rolling up", expectation.totals().versions())) {
      return arrivals.await(expectation, stream::requireAlive, PATIENCE, progress::to);
    }
  }

  private static Connection connect(URI clickHouse) throws SQLException {
    return DriverManager.getConnection(ClickHouseUrl.parse(clickHouse.toString()).jdbc(DATABASE));
  }

  /** After a failure the logs are wanted, unless it was the user who had enough. */
  private void leaveFolder(boolean interrupted) {
    if (keep || (failed && !interrupted)) {
      console.line("Data and logs are kept in %s", folder);
      return;
    }
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      console.line("%s could not be removed: %s", folder, e.getMessage());
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
