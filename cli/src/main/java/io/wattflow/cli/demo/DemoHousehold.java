package io.wattflow.cli.demo;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.console.Console;
import io.wattflow.cli.console.StopSignal;
import io.wattflow.cli.simulate.Receivers;
import io.wattflow.cli.simulate.SimulationPlan.Door;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorOptions;
import io.wattflow.simulation.load.LiveScript;
import io.wattflow.simulation.load.LoadTally;
import io.wattflow.simulation.load.LoadTarget;
import io.wattflow.simulation.load.PacedLoad;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * A household whose dashboard people look at: it has reported for a day when the demo begins, and
 * may go on reporting afterwards.
 */
final class DemoHousehold {
  /** Not one of the fleet's users, who begin at 1,000. */
  private static final long USER = 42;

  private static final long SEED = 42;

  /** A meter and an inverter among them. */
  private static final int DEVICES = 6;

  private static final int PER_SECOND = 3;
  private static final int BATCH = 6;

  /** More than a day, so that no hour of the last 24 is cut. */
  private static final Duration HISTORY = Duration.ofHours(25);

  private static final Duration HISTORY_INTERVAL = Duration.ofSeconds(20);
  private static final int CONNECTIONS = 4;
  private static final Duration POLL = Duration.ofMillis(250);

  private DemoHousehold() {}

  /** What it has reported up to an instant. */
  static Fleet history(Instant end) {
    return Fleet.live(SEED, DEVICES, end, HISTORY, HISTORY_INTERVAL).ownedBy(USER);
  }

  /** How many readings that is, but for faults. */
  static long historyReadings() {
    return DEVICES * HISTORY.dividedBy(HISTORY_INTERVAL);
  }

  /** Reports until the JVM is told to stop. */
  static void report(URI ingestion, URI analytics, Console console)
      throws CommandFailedException, InterruptedException {
    LiveScript script = new LiveScript(SEED, DEVICES, PER_SECOND, Faults.demo(), USER);
    Door door =
        new Door(DoorOptions.of(ingestion, CONNECTIONS, null), BodyFormat.JSON, false, BATCH);
    LoadTally tally = new LoadTally(Duration.ZERO);
    Instant start = Instant.now();
    try (StopSignal stop = new StopSignal();
        LoadTarget target = Receivers.open(door, tally);
        PacedLoad load =
            new PacedLoad(script.from(start, null).iterator(), start, null, target, tally)) {
      load.start();
      console.line("");
      console.line(
          "Household %d goes on reporting. API: %s/docs/. Ctrl-C ends everything.",
          USER, analytics);
      console.line("Dashboard: %s/?user=%d", analytics, USER);
      while (!load.await(POLL) && !stop.raised()) {
        // The pace is the load's own; nobody measures it here.
      }
    }
  }
}
