package io.wattflow.benchmarks.ingestion;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.simulation.load.BodyFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ingestion service with connections that always have a request under way. */
final class FlatOutSubject implements Subject {
  private static final String PATH = "/v1/telemetry";
  private static final int ACCEPTED = 202;

  private final Bench bench;
  private final Load load;
  private final Readings readings;

  /**
   * What is sent.
   *
   * @param name of the subject
   * @param batch readings of a request
   * @param connections open at the same time
   * @param statuses that may come; anything else is a failure
   * @param warmUp before anything counts
   * @param measured how long it counts
   */
  record Load(
      String name,
      int batch,
      int connections,
      Set<Integer> statuses,
      Duration warmUp,
      Duration measured) {}

  FlatOutSubject(Bench bench, Load load, Readings readings) {
    this.bench = bench;
    this.load = load;
    this.readings = readings;
  }

  @Override
  public String name() {
    return load.name();
  }

  @Override
  public String settings() {
    return "JSON, %,d in a request, %,d connections".formatted(load.batch(), load.connections());
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    Map<String, Double> figures = new HashMap<>();
    FlatOut.Result result =
        ServiceRound.run(
            bench,
            "%s-%d".formatted(load.name().replaceAll("\\W+", "-"), round),
            service -> run(service, figures),
            done ->
                new ServiceRound.Accepted(
                    load.batch() * done.allStatuses().getOrDefault(ACCEPTED, 0L),
                    done.allStatuses().keySet().equals(Set.of(ACCEPTED))));
    return FlatOutSamples.of(result, ACCEPTED, load.batch(), figures);
  }

  private FlatOut.Result run(ServiceRound round, Map<String, Double> figures)
      throws IOException, InterruptedException, SubjectFailedException {
    List<byte[]> bodies = readings.json(load.batch());
    try (FlatOut flatOut =
        new FlatOut(
            round.service().address().resolve(PATH),
            BodyFormat.JSON.contentType(),
            bodies,
            load.connections())) {
      FlatOut.Result result = flatOut.run(load.warmUp(), load.measured());
      round.into(figures);
      if (!load.statuses().containsAll(result.allStatuses().keySet())) {
        throw new SubjectFailedException("answers by status: " + result.allStatuses());
      }
      return result;
    }
  }
}
