package io.wattflow.benchmarks.ingestion;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.simulation.load.BodyEncoder;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorClient;
import io.wattflow.simulation.load.DoorOptions;
import io.wattflow.simulation.load.DoorTarget;
import io.wattflow.simulation.load.Latencies;
import io.wattflow.simulation.load.LiveScript;
import io.wattflow.simulation.load.LoadObserver;
import io.wattflow.simulation.load.LoadReport;
import io.wattflow.simulation.load.LoadTally;
import io.wattflow.simulation.load.PacedLoad;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The ingestion service beside a fleet that reports at a steady rate, whatever the service does:
 * latency counts from the instant at which a batch was due.
 */
final class PacedSubject implements Subject {
  private static final int CONNECTIONS = 256;
  private static final Duration AHEAD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Bench bench;
  private final Load load;

  /**
   * What is sent.
   *
   * @param perSecond readings
   * @param devices that report them
   * @param batch readings of a request
   * @param warmUp before latencies count
   * @param measured how long they count
   */
  record Load(int perSecond, int devices, int batch, Duration warmUp, Duration measured) {}

  PacedSubject(Bench bench, Load load) {
    this.bench = bench;
    this.load = load;
  }

  @Override
  public String name() {
    return "paced, by " + load.batch();
  }

  @Override
  public String settings() {
    return "%,d readings/s, JSON, %,d in a request, up to %,d connections"
        .formatted(load.perSecond(), load.batch(), CONNECTIONS);
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    Map<String, Double> figures = new HashMap<>();
    LoadReport report =
        ServiceRound.run(
            bench,
            "paced-%d-%d".formatted(load.batch(), round),
            service -> run(service, figures),
            done ->
                new ServiceRound.Accepted(
                    done.tally().accepted(), done.tally().retries().isEmpty()));
    Latencies latency = report.tally().latency();
    figures.put("p50 ms", latency.p50().toNanos() / NANOS_PER_MILLI);
    figures.put("p99 ms", latency.p99().toNanos() / NANOS_PER_MILLI);
    figures.put(
        "repeated requests",
        (double) report.tally().retries().values().stream().mapToLong(Long::longValue).sum());
    figures.put("highest ms", latency.max().toNanos() / NANOS_PER_MILLI);
    return Sample.of(report.achievedPerSecond(), figures);
  }

  private LoadReport run(ServiceRound round, Map<String, Double> figures)
      throws IOException, InterruptedException, SubjectFailedException {
    LoadTally tally = new LoadTally(load.warmUp());
    Duration duration = load.warmUp().plus(load.measured());
    LiveScript script = Readings.script(load.devices(), load.perSecond());
    Instant start = Instant.now().plus(AHEAD);
    DoorClient client =
        new DoorClient(DoorOptions.of(round.service().address(), CONNECTIONS, null));
    try (DoorTarget target =
            new DoorTarget(
                client,
                new BodyEncoder(BodyFormat.JSON, false),
                load.batch(),
                tally,
                LoadObserver.NONE);
        PacedLoad paced =
            new PacedLoad(
                script.from(start, duration).iterator(), start, duration, target, tally)) {
      paced.start();
      boolean ended = paced.await(AHEAD.plus(duration).plus(PATIENCE));
      boolean answered = ended && paced.drain(PATIENCE);
      LoadReport report = paced.report();
      round.into(figures);
      if (report.failure().isPresent() || !answered) {
        throw new SubjectFailedException(report.failure().orElse("requests have no answer"));
      }
      return report;
    }
  }
}
