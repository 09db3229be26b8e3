package io.wattflow.cli.simulate;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.console.StopSignal;
import io.wattflow.cli.simulate.SimulationPlan.Door;
import io.wattflow.cli.simulate.SimulationPlan.Receiver;
import io.wattflow.cli.simulate.SimulationPlan.Topic;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.load.Batches;
import io.wattflow.simulation.load.LiveScript;
import io.wattflow.simulation.load.LoadReport;
import io.wattflow.simulation.load.LoadTally;
import io.wattflow.simulation.load.LoadTarget;
import io.wattflow.simulation.load.PacedLoad;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A fleet that reports from now on, in front of somebody who watches. */
public final class Simulation {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PATIENCE_WHEN_STOPPED = Duration.ofSeconds(5);
  private static final Duration WARM_UP = Duration.ofMillis(700);
  private static final int WARM_UP_BATCHES = 20_000;

  private final SimulationPlan plan;
  private final PrintWriter out;
  private final boolean terminal;

  /**
   * Prepares a simulation; nothing is done yet.
   *
   * @param terminal whether somebody watches; otherwise there is no bar
   */
  public Simulation(SimulationPlan plan, PrintWriter out, boolean terminal) {
    this.plan = plan;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs it, and writes the table in the end.
   *
   * @return what went wrong, in one line; empty if all was accepted or refused as planned, in time
   * @throws CommandFailedException if the receiver is not there; the message says what to do
   */
  public Optional<String> run() throws CommandFailedException, InterruptedException {
    LoadTally tally = new LoadTally(plan.warmUp());
    try (StopSignal stop = new StopSignal();
        LoadTarget target = Receivers.open(plan.receiver(), tally)) {
      announce();
      warmUp(target);
      LoadReport report = send(target, tally, stop);
      new LoadTable(out).write(report, plan.script().perSecond());
      Optional<String> failure = report.failure().map(line -> line + remedy(report));
      if (failure.isEmpty()) {
        out.println("OK: everything was accepted" + refusals(tally) + ", and the pace was kept");
      } else if (stop.raised()) {
        // The JVM ends with this block: nobody else could say it.
        out.println("NOT OK: " + failure.get());
      }
      return failure;
    }
  }

  private String remedy(LoadReport report) {
    if (!(plan.receiver() instanceof Door)) {
      return "";
    }
    return switch (report.tally().hopelessStatus()) {
      case 0 ->
          report.behind().isZero() || report.tally().trouble() != null || report.open() > 0
              ? ""
              : "; raise --connections, or lower --rate";
      case 401 -> "; give a key by --apiKey or WATTFLOW_API_KEY";
      case 403 -> "; name the key's user by --user";
      case 413 -> "; lower --batch";
      default -> "; is --url right?";
    };
  }

  private static String refusals(LoadTally tally) {
    return tally.refusedAsPlanned().isEmpty() ? "" : " or refused as planned";
  }

  private void announce() {
    LiveScript script = plan.script();
    out.println(
        String.format(
            Locale.ROOT,
            "%,d devices, each every %s: %,d readings/s to %s, %s",
            script.devices(),
            seconds(script.interval()),
            script.perSecond(),
            words(plan.receiver()),
            plan.duration() == null ? "until Ctrl-C" : "for " + seconds(plan.duration())));
    out.println("The same fleet again: --seed=" + script.seed());
  }

  private static String words(Receiver receiver) {
    if (receiver instanceof Door door) {
      return String.format(
          Locale.ROOT,
          "%s by %d in %s%s over %d connections",
          door.options().url(),
          door.batch(),
          door.gzip() ? "packed " : "",
          door.format(),
          door.options().connections());
    }
    Topic topic = (Topic) receiver;
    return "topic " + topic.topic() + " at " + topic.bootstrapServers();
  }

  private static String seconds(Duration duration) {
    String text = String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    return text.replaceAll("\\.?0+$", "") + " s";
  }

  /** The first seconds would else be spent in code that is not compiled yet, and be late. */
  private void warmUp(LoadTarget target) {
    Instant now = Instant.now();
    Batches batches = batches(plan.script().from(now, null).iterator(), target);
    long end = System.nanoTime() + WARM_UP.toNanos();
    for (int i = 0; i < WARM_UP_BATCHES && System.nanoTime() - end < 0; i++) {
      target.prepare(batches.next());
    }
  }

  private static Batches batches(Iterator<ProducedRecord> records, LoadTarget target) {
    return new Batches(records, target.batching(), target::fits, Long.MAX_VALUE);
  }

  private LoadReport send(LoadTarget target, LoadTally tally, StopSignal stop)
      throws InterruptedException {
    @Nullable Duration duration = plan.duration();
    Instant start = Instant.now().plus(leadTime());
    // Lays the devices out, which takes a part of the lead time.
    Iterator<ProducedRecord> records = plan.script().from(start, duration).iterator();
    try (PacedLoad load = new PacedLoad(records, start, duration, target, tally);
        LoadProgress progress = new LoadProgress(out, terminal, duration)) {
      load.start();
      while (!load.await(POLL) && !stop.raised()) {
        progress.to(load.elapsed(), tally.settled());
      }
      load.stop();
      load.drain(stop.raised() ? PATIENCE_WHEN_STOPPED : PATIENCE);
      return load.report();
    }
  }

  private Duration leadTime() {
    return Duration.ofMillis(300 + plan.script().devices() / 100);
  }
}
