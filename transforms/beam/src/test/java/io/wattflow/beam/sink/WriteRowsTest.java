package io.wattflow.beam.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.beam.RowBlockCoder;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both writers promise, on a real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteRowsTest {
  private static final long NOON = 1_795_435_200_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();

  private ClickHouseEngine engine;

  @BeforeAll
  void start(@TempDir Path folder) {
    engine = ClickHouseEngine.start(PlatformConfig.small(folder));
    for (ClickHouseWriter writer : ClickHouseWriter.values()) {
      Migrations.apply(engine.url().toString(), database(writer), MigrationOptions.keepingAll());
    }
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyValueArrivesAsItIs(ClickHouseWriter writer) throws SQLException {
    write(writer, Table.TELEMETRY, 2, List.of(readings(NOON, 3), readings(NOON + DAY, 1)));
    write(writer, Table.ROLLUP_1M, 100, List.of(rollups()));

    assertThat(query(writer, "SELECT * FROM telemetry FINAL ORDER BY event_time, sequence"))
        .containsExactly(
            "42|Zähler-0|METER|2026-11-23 12:00:00|-1|-1500|-32768|-1|-1",
            "43|Zähler-1|INVERTER|2026-11-23 12:00:00.001|7|-1501|-5000|2000|230100",
            "44|Zähler-2|METER|2026-11-23 12:00:00.002|-1|-1502|-32768|-1|-1",
            "42|Zähler-0|METER|2026-11-24 12:00:00|-1|-1500|-32768|-1|-1");
    assertThat(query(writer, "SELECT * FROM rollup_1m FINAL ORDER BY user_id"))
        .containsExactly(
            "42|Zähler-1|METER|2026-11-23 12:00:00|3|-0.5|2.0|1.0|60.0|1.0|2.0|1.5|1.99"
                + "|2026-11-23 12:00:00.123|1.0|0.5|1.234|0.99|60.0|33|1099511627781",
            "43|Zähler-1|METER|2026-11-23 12:00:00|3|-0.5|2.0|1.0|60.0|1.0|2.0|1.5|1.99"
                + "|2026-11-23 12:00:00.123|1.0|0.5|NULL|NULL|60.0|33|1099511627781");
  }

  @ParameterizedTest
  @EnumSource
  void blocksAreWrittenWhereTheyWereMade(ClickHouseWriter writer) {
    List<String> shuffles = new ArrayList<>();
    pipeline(writer, target("unused", Duration.ofSeconds(1)), Table.TELEMETRY, 1, List.of())
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                boolean stateful =
                    node.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo
                        && DoFnSignatures.signatureForDoFn(parDo.getFn()).usesState();
                if (stateful || node.getTransform() instanceof GroupByKey) {
                  shuffles.add(node.getFullName());
                }
              }
            });
    assertThat(shuffles).filteredOn(name -> name.startsWith("Write/")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBlockTwiceIsOneBlock(ClickHouseWriter writer) throws SQLException {
    long time = NOON + 2 * DAY;
    write(writer, Table.TELEMETRY, 10, List.of(readings(time, 10), readings(time, 10)));
    assertThat(query(writer, count(time))).containsExactly("10");
  }

  @ParameterizedTest
  @EnumSource
  void anOutageIsWaitedOut(ClickHouseWriter writer) throws Exception {
    long time = NOON + 3 * DAY;
    // The pool of connections is there already, as in a job that has been writing.
    write(writer, Table.TELEMETRY, 10, List.of(readings(time, 1)));
    engine.kill();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> write(writer, Table.TELEMETRY, 10, List.of(readings(time, 25))));
    assertThatThrownBy(() -> writing.get(2, TimeUnit.SECONDS))
        .as("it neither fails nor ends while nobody answers")
        .isInstanceOf(TimeoutException.class);
    engine.restart();
    writing.get(60, TimeUnit.SECONDS);
    assertThat(query(writer, count(time))).containsExactly("25");
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitingDoesNotMendFailsAtOnce(ClickHouseWriter writer) throws SQLException {
    String database = "empty_" + database(writer);
    execute("CREATE DATABASE " + database);
    ClickHouseTarget target = target(database, Duration.ofSeconds(40));
    assertThatThrownBy(() -> write(writer, target, Table.TELEMETRY, 10, List.of(readings(NOON, 1))))
        .hasStackTraceContaining("telemetry")
        .hasStackTraceContaining("UNKNOWN_TABLE");
  }

  @ParameterizedTest
  @EnumSource
  void anOutageThatIsTooLongFailsTheBundle(ClickHouseWriter writer) {
    ClickHouseTarget nowhere =
        new ClickHouseTarget(
            "http://127.0.0.1:1", database(writer), "default", "", Duration.ofSeconds(1));
    assertThatThrownBy(
            () -> write(writer, nowhere, Table.TELEMETRY, 10, List.of(readings(NOON, 1))))
        .hasStackTraceContaining("127.0.0.1:1");
  }

  private void write(ClickHouseWriter writer, Table table, int maxRows, List<RowBlock> blocks) {
    write(writer, target(database(writer), Duration.ofMinutes(10)), table, maxRows, blocks);
  }

  private static void write(
      ClickHouseWriter writer,
      ClickHouseTarget target,
      Table table,
      int maxRows,
      List<RowBlock> blocks) {
    pipeline(writer, target, table, maxRows, blocks).run().waitUntilFinish();
  }

  private static Pipeline pipeline(
      ClickHouseWriter writer,
      ClickHouseTarget target,
      Table table,
      int maxRows,
      List<RowBlock> blocks) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(blocks).withCoder(RowBlockCoder.of()))
        // As in the stream: sinks may treat what never ends in another way.
        .setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED)
        .apply("Write", new WriteRows(table, target, maxRows, writer));
    return pipeline;
  }

  private ClickHouseTarget target(String database, Duration maxOutage) {
    return new ClickHouseTarget(engine.url().toString(), database, "default", "", maxOutage);
  }

  private static String database(ClickHouseWriter writer) {
    return "by_" + writer.name().toLowerCase(Locale.ROOT);
  }

  private static RowBlock readings(long time, int count) {
    RowBlockBuilder builder = new RowBlockBuilder(Table.TELEMETRY, count);
    for (int i = 0; i < count; i++) {
      DecodedReading reading =
          new DecodedReading()
              .set(
                  "Zähler-" + i,
                  42 + i,
                  i == 1 ? DeviceType.INVERTER : DeviceType.METER,
                  time + i,
                  -1.5 - i / 1000.0);
      if (i == 1) {
        reading.setSequence(7).setPowerFactor(-0.5).setEnergyCounterWh(2).setVoltageVolts(230.1);
      }
      builder.append(reading);
    }
    return builder.build();
  }

  private static RowBlock rollups() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.ROLLUP_1M, 2);
    builder.append(TestRows.rollup(42, "Zähler-1", NOON, 2, 3));
    builder.append(TestRows.rollup(43, "Zähler-1", NOON, 0, 0));
    return builder.build();
  }

  private static String count(long time) {
    return "SELECT count() FROM telemetry FINAL WHERE toDate(event_time) = toDate("
        + time / 1000
        + ")";
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            ClickHouseDataSources.connect(target("system", Duration.ofSeconds(1)));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> query(ClickHouseWriter writer, String sql) throws SQLException {
    ClickHouseTarget target = target(database(writer), Duration.ofSeconds(1));
    try (Connection connection = ClickHouseDataSources.connect(target);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(sql.replace("FROM ", "FROM " + target.database() + "."))) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          String value = rows.getString(column);
          values.add(value == null ? "NULL" : value);
        }
        lines.add(String.join("|", values));
      }
      return lines;
    }
  }
}
