package io.wattflow.benchmarks.ingestion;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.benchmarks.influxdb.InfluxServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** InfluxDB 1.x with the same readings in the same requests, by its line protocol. */
final class InfluxFlatOutSubject implements Subject {
  /** For the report. */
  static final String NOTE =
      "influxdb takes readings over HTTP too, and stores them as points; it neither validates"
          + " them nor hands them on, and its log of writes is synced every 100 ms";

  private static final int NO_CONTENT = 204;

  private final Bench bench;
  private final FlatOutSubject.Load load;
  private final Readings readings;
  private String version = "(unknown version)";

  InfluxFlatOutSubject(Bench bench, FlatOutSubject.Load load, Readings readings) {
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
    return "InfluxDB %s, lines, %,d in a request, %,d connections"
        .formatted(version, load.batch(), load.connections());
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    Path folder = bench.folder().resolve("influxdb-%d-%d".formatted(load.batch(), round));
    List<byte[]> bodies = readings.lines(load.batch());
    return SubjectWork.attempt(
        bench::stopping,
        () -> {
          try (InfluxServer server = InfluxServer.start(folder);
              FlatOut flatOut =
                  new FlatOut(server.writeAddress(), "text/plain", bodies, load.connections())) {
            version = server.version().orElse(version);
            ProcessorTime time = new ProcessorTime();
            time.add("influxd", server.pid());
            FlatOut.Result result = flatOut.run(load.warmUp(), load.measured());
            if (!Set.of(NO_CONTENT).containsAll(result.allStatuses().keySet())) {
              throw new SubjectFailedException("answers by status: " + result.allStatuses());
            }
            Map<String, Double> figures = new HashMap<>();
            time.into(figures);
            return FlatOutSamples.of(result, NO_CONTENT, load.batch(), figures);
          }
        });
  }
}
