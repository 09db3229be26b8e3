package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.ChildJvm;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.influxdb.InfluxServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * InfluxDB 1.x with a continuous query, the way of the original design: a plain consumer writes the
 * topic by the line protocol, and InfluxDB makes minutes of what it has.
 *
 * <p>A continuous query looks at the clock and never at event times: it computes the minute that
 * has just ended and never comes back. So the readings take the time of their arrival as their
 * event time, as if the devices reported at the rate at which InfluxDB takes them. That is to its
 * favour: each minute is computed once, there are as few minutes as the drain lasts, and nothing is
 * late. The clock stops at the last acknowledged write, whether or not the query has run for the
 * last minute.
 */
final class InfluxSubject implements Subject {
  static final String NAME = "influxdb";

  /** For the report. */
  static final String NOTE =
      NAME
          + " does less: minutes with mean, min, max and count only; each reading counts at the time"
          + " of its arrival, so that a continuous query, which goes by the clock, has minutes to"
          + " compute; a late reading would never be counted; no longer windows, energy, percentiles,"
          + " device status or dead letters; its log of writes is synced every 100 ms";

  private static final String HEAP = "1g";
  private static final int BATCH = 5_000;
  private static final Pattern RUNS =
      Pattern.compile("\"cq\".*?\"queryOk\":(\\d+)", Pattern.DOTALL);
  private static final Pattern COUNT = Pattern.compile("\\[\"[^\"]+\",(\\d+)\\]");

  private final Bench bench;
  private final FilledTopic filled;
  private final Duration timeout;
  private String version = "(unknown version)";

  InfluxSubject(Bench bench, FilledTopic filled, Duration timeout) {
    this.bench = bench;
    this.filled = filled;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String settings() {
    return "InfluxDB %s, a connection for each of %d partitions, batches of %,d"
        .formatted(version, filled.topic().partitions(), BATCH);
  }

  @Override
  public Sample round(int round) throws Exception {
    Path folder = bench.folder().resolve(NAME + "-" + round);
    try (InfluxServer server = InfluxServer.start(folder)) {
      version = server.version().orElse(version);
      server.query(
          """
          CREATE CONTINUOUS QUERY minutes ON wattflow BEGIN
            SELECT mean(power) AS mean, min(power) AS min, max(power) AS max, count(power) AS count
            INTO minutes FROM readings GROUP BY time(1m), device_id, device_type, user_id
          END""");
      return drain(server, round);
    }
  }

  private Sample drain(InfluxServer server, int round)
      throws IOException, InterruptedException, SubjectFailedException {
    ProcessorTime time = new ProcessorTime(bench.platform());
    time.add("influxd", server.pid());
    ChildJvm.Spec spec =
        ChildJvm.Spec.of(
            InfluxDrain.class,
            List.of(
                bench.platform().kafkaBootstrap(),
                filled.topic().topic(),
                server.writeAddress().toString(),
                Integer.toString(BATCH)),
            HEAP,
            bench.folder().resolve(NAME + "-" + round + ".log"));
    Map<String, Double> figures = new TreeMap<>();
    double seconds = DrainJvm.run(spec, time, timeout, figures);
    double runs = runs(server);
    if (runs == 0) {
      throw new SubjectFailedException(
          "its continuous query has not run once, it does so every minute: give more --readings");
    }
    figures.put("continuous query runs", runs);
    filled.requireReadings("it holds", readings(server));
    return Sample.of(filled.topic().records() / seconds, figures);
  }

  private static double runs(InfluxServer server) throws IOException, InterruptedException {
    Matcher runs = RUNS.matcher(server.counters());
    return runs.find() ? Double.parseDouble(runs.group(1)) : 0;
  }

  /** Every record that is a reading should be among them: none has the time of another. */
  private static long readings(InfluxServer server) throws IOException, InterruptedException {
    Matcher count = COUNT.matcher(server.query("SELECT count(power) FROM readings"));
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }
}
