package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.ChildJvm;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.platform.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * ClickHouse's own way to rollups on the very same engine: batched inserts into the raw table, and
 * materialized views that keep them up to date; see {@code clickhouse-views.sql} for what these
 * rollups are not.
 */
final class ViewsSubject implements Subject {
  static final String NAME = "clickhouse-views";

  /** For the report. */
  static final String NOTE =
      NAME
          + " does less: a repeated reading counts twice in every rollup, also after a crash of its"
          + " consumer; contradictions are not resolved; no energy, time-weighted mean, coverage or"
          + " counter energy, which need a device's readings in order; approximate percentiles; no"
          + " device status, no dead letters; and queries must merge states";

  private static final String SCRIPT = "clickhouse-views.sql";
  private static final String HEAP = "2g";
  private static final String FORMAT =
      new RowBlockBuilder(Table.TELEMETRY, 1).build().format().clickHouseName();

  /** As the product's own blocks. */
  private static final int BATCH_ROWS = 250_000;

  private final Bench bench;
  private final FilledTopic filled;
  private final Duration timeout;

  ViewsSubject(Bench bench, FilledTopic filled, Duration timeout) {
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
    return "-Xmx%s, a consumer for each partition, client-v2 %s, inserts of %,d rows"
        .formatted(HEAP, FORMAT, BATCH_ROWS);
  }

  @Override
  public Sample round(int round) throws Exception {
    Platform platform = bench.platform();
    StreamTables.renew(platform);
    try (Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement()) {
      createViews(statement);
      ProcessorTime time = new ProcessorTime(platform);
      ChildJvm.Spec spec =
          ChildJvm.Spec.of(
              ViewsDrain.class,
              List.of(
                  platform.kafkaBootstrap(),
                  filled.topic().topic(),
                  platform.clickHouseUrl().toString(),
                  StreamTables.DATABASE,
                  Integer.toString(BATCH_ROWS)),
              HEAP,
              bench.folder().resolve(NAME + "-" + round + ".log"));
      Map<String, Double> figures = new TreeMap<>();
      double seconds = DrainJvm.run(spec, time, timeout, figures);
      filled.requireReadings("its days hold", readings(statement));
      return Sample.of(filled.topic().records() / seconds, figures);
    } finally {
      StreamTables.drop(platform, StreamTables.DATABASE);
    }
  }

  private static void createViews(Statement statement) throws SQLException, IOException {
    try (InputStream script =
        Objects.requireNonNull(ViewsSubject.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      String text =
          new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
      for (String part : text.split(";", -1)) {
        if (!part.isBlank()) {
          statement.execute(part);
        }
      }
    }
  }

  private static long readings(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("SELECT countMerge(reading_count) FROM views_1d")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
