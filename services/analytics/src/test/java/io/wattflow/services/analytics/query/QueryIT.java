package io.wattflow.services.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.Store.Question;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.services.http.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ad-hoc questions on a real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryIT {
  private static final Caller ANNA = Caller.of(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  // Three days around the end of summer time in Berlin; the rows are a function of their number.
  private static final Instant START = Instant.parse("2026-10-24T00:00:00Z");
  private static final int ROWS = 72 * 3 * 2;
  private static final String RANGE =
      "'time_range': {'from': '2026-10-24T00:00:00Z', 'to': '2026-10-27T00:00:00Z'}";
  private static final View SLOW =
      new View(
          "slow",
          "Never ends.",
          List.of(
              Column.identity("user_id"),
              Column.text("device_id"),
              Column.time("window_start"),
              Column.amount("energy_wh", "Wh")),
          "window_start",
          "1h",
          Duration.ofDays(1),
          null);

  /** The same as the engine's row of this number. */
  private record Row(int number) {
    long user() {
      return 1 + number % 2;
    }

    String device() {
      return "d-" + number / 2 % 3;
    }

    Instant start() {
      return START.plus(number / 6, ChronoUnit.HOURS);
    }

    double energy() {
      return number * 37 % 1_000 / 4.0;
    }

    boolean hasCounter() {
      return number % 3 != 0;
    }

    boolean hasGap() {
      return (number % 8 & 2) != 0;
    }
  }

  private QueryEngine engine;
  private QueryRunner runner;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    engine = QueryEngine.start(folder);
    runner = engine.runner(QueryRunner.LIMITS);
    String columns =
        "user_id, device_id, device_type, window_start, reading_count, power_min, power_max,"
            + " power_mean, power_time_weighted_mean, power_first, power_last, power_p50, power_p95,"
            + " last_event_time, energy_wh, energy_estimated_wh, counter_energy_wh,"
            + " power_factor_mean, covered_seconds, quality, version";
    String values =
        "1 + number %% 2, concat('d-', toString(intDiv(number, 2) %% 3)), 'METER',"
            + " toDateTime('%s', 'UTC') + intDiv(number, 6) * 3600 AS start, 60, 0, 1, 0, 0, 0, 0, 0, 0,"
            + " start, (number * 37 %% 1000) / 4, 0, if(number %% 3 = 0, NULL, number),"
            + " NULL, 3600, number %% 8, 1";
    String insert = "INSERT INTO rollup_1h (" + columns + ") SELECT " + values;
    engine.execute(insert.formatted("2026-10-24 00:00:00") + " FROM numbers(" + ROWS + ")");
    // Another year, which a question of this one must not read.
    engine.execute(insert.formatted("2025-01-01 00:00:00") + " FROM numbers(30000)");
    engine.execute(
        "CREATE VIEW slow AS SELECT toUInt64(1) AS user_id, toString(number) AS device_id,"
            + " toDateTime('2026-10-24 00:00:00', 'UTC') AS window_start,"
            + " toFloat64(cityHash64(number) % 7) AS energy_wh FROM numbers(1000000000000)");
  }

  @AfterAll
  void stop() {
    runner.close();
    engine.close();
  }

  private static List<Row> rowsOf(long user) {
    return IntStream.range(0, ROWS).mapToObj(Row::new).filter(row -> row.user() == user).toList();
  }

  private static List<List<Object>> rows(JsonNode answer) {
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode row : answer.get("rows")) {
      List<Object> values = new ArrayList<>();
      for (JsonNode value : row) {
        values.add(
            value.isNull() ? "null" : value.isNumber() ? value.doubleValue() : value.asText());
      }
      rows.add(values);
    }
    return rows;
  }

  @Test
  void everyAggregateIsAsComputedHere() throws Exception {
    JsonNode answer =
        QueryEngine.answer(
            runner,
            """
            {'view': 'energy_1h', %s, 'dimensions': [{'field': 'device_id'}], 'measures': [
              {'aggregate': 'sum', 'field': 'energy_wh'}, {'aggregate': 'avg', 'field': 'energy_wh'},
              {'aggregate': 'min', 'field': 'energy_wh'}, {'aggregate': 'max', 'field': 'energy_wh'},
              {'aggregate': 'count'}, {'aggregate': 'count', 'field': 'counter_energy_wh'},
              {'aggregate': 'count_distinct', 'field': 'energy_wh'},
              {'aggregate': 'first', 'field': 'energy_wh'}, {'aggregate': 'last', 'field': 'energy_wh'},
              {'aggregate': 'max', 'field': 'window_start'}]}
            """
                .formatted(RANGE),
            ANNA);
    List<List<Object>> expected = new ArrayList<>();
    rowsOf(1).stream()
        .collect(Collectors.groupingBy(Row::device, TreeMap::new, Collectors.toList()))
        .forEach(
            (device, rows) -> {
              double sum = rows.stream().mapToDouble(Row::energy).sum();
              expected.add(
                  List.of(
                      device,
                      sum,
                      sum / rows.size(),
                      rows.stream().mapToDouble(Row::energy).min().orElseThrow(),
                      rows.stream().mapToDouble(Row::energy).max().orElseThrow(),
                      (double) rows.size(),
                      (double) rows.stream().filter(Row::hasCounter).count(),
                      (double) rows.stream().map(Row::energy).distinct().count(),
                      rows.get(0).energy(),
                      rows.get(rows.size() - 1).energy(),
                      "2026-10-26T23:00:00Z"));
            });
    assertThat(rows(answer)).isEqualTo(expected);
    assertThat(answer.get("row_count").asInt()).isEqualTo(3);
    assertThat(answer.get("truncated").asBoolean()).isFalse();
    assertThat(answer.get("columns").get(1).toString())
        .isEqualTo("{\"name\":\"sum_energy_wh\",\"type\":\"number\"}");
    assertThat(answer.get("columns").get(10).get("type").asText()).isEqualTo("timestamp");
  }

  @Test
  void percentilesLieWhereTheyMust() throws Exception {
    JsonNode answer =
        QueryEngine.answer(
            runner,
            "{'view': 'energy_1h', %s, 'measures': [{'aggregate': 'p50', 'field': 'energy_wh'}, {'aggregate': 'p95', 'field': 'energy_wh'}]}"
                .formatted(RANGE),
            ANNA);
    List<Double> sorted = rowsOf(1).stream().map(Row::energy).sorted().toList();
    assertThat(rows(answer))
        .containsExactly(
            List.of(
                sorted.get((int) (sorted.size() * 0.5)), sorted.get((int) (sorted.size() * 0.95))));
  }

  @ParameterizedTest
  @CsvSource({
    "hour, Europe/Berlin",
    "day, Europe/Berlin",
    "week, Europe/Berlin",
    "month, Europe/Berlin",
    "year, Europe/Berlin",
    "hour, Asia/Kolkata",
    "day, Asia/Kolkata",
    "day, Pacific/Auckland",
    "day, UTC"
  })
  void periodsAreThoseOfTheZonesClocks(String granularity, String zone) throws Exception {
    JsonNode answer =
        QueryEngine.answer(
            runner,
            """
            {'view': 'energy_1h', %s, 'measures': [{'aggregate': 'sum', 'field': 'energy_wh'}],
             'dimensions': [{'field': 'window_start', 'granularity': '%s', 'time_zone': '%s'}]}
            """
                .formatted(RANGE, granularity, zone),
            ANNA);
    ZoneId clocks = ZoneId.of(zone);
    TreeMap<Instant, Double> expected = new TreeMap<>();
    for (Row row : rowsOf(1)) {
      expected.merge(periodStart(row.start(), granularity, clocks), row.energy(), Double::sum);
    }
    List<List<Object>> written = new ArrayList<>();
    expected.forEach(
        (start, sum) ->
            written.add(
                List.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(start.atZone(clocks)), sum)));
    assertThat(rows(answer)).isEqualTo(written);
  }

  private static Instant periodStart(Instant time, String granularity, ZoneId zone) {
    if (granularity.equals("hour")) {
      // On clocks that are half an hour apart from UTC, hours begin at its half hours.
      return time.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
    }
    LocalDate day = time.atZone(zone).toLocalDate();
    Function<LocalDate, LocalDate> first =
        switch (granularity) {
          case "week" -> date -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case "month" -> date -> date.withDayOfMonth(1);
          case "year" -> date -> date.withDayOfYear(1);
          default -> date -> date;
        };
    return first.apply(day).atTime(LocalTime.MIN).atZone(zone).toInstant();
  }

  @Test
  void filtersLetThroughWhatTheySay() throws Exception {
    assertThat(count("'device_id', 'operator': 'in', 'values': ['d-0', 'd-9']"))
        .isEqualTo(rowsOf(1).stream().filter(row -> row.device().equals("d-0")).count());
    assertThat(count("'device_id', 'operator': 'starts_with', 'values': ['d-']")).isEqualTo(216);
    assertThat(count("'device_id', 'operator': 'starts_with', 'values': ['%']")).isZero();
    assertThat(count("'energy_wh', 'operator': 'gt', 'values': [100.25]"))
        .isEqualTo(rowsOf(1).stream().filter(row -> row.energy() > 100.25).count());
    assertThat(count("'counter_energy_wh', 'operator': 'is_null'"))
        .isEqualTo(rowsOf(1).stream().filter(row -> !row.hasCounter()).count());
    assertThat(count("'quality_flags', 'operator': 'has_any', 'values': ['GAP', 'x']"))
        .isEqualTo(rowsOf(1).stream().filter(Row::hasGap).count());
    assertThat(count("'quality_flags', 'operator': 'has_none', 'values': ['GAP']"))
        .isEqualTo(rowsOf(1).stream().filter(row -> !row.hasGap()).count());
    assertThat(count("'window_start', 'operator': 'lt', 'values': ['2026-10-24T01:00:00.001Z']"))
        .isEqualTo(6);
    assertThat(count("'device_id', 'operator': 'eq', 'values': ['d-0 OR 1=1 ?']")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "it\u2019s ? a: b :c {d:String} \\\\ -- /* x",
        "back\\\\",
        "\\u0000\\n\\\"",
        "$1 %s",
        "?"
      })
  void oddTextsAreComparedAsTheyAre(String text) throws Exception {
    // The device's name itself goes in by an escape of the engine's own, byte by byte.
    String name =
        QueryEngine.parse(Catalog.standard(), byDevice(text))
            .filters()
            .get(0)
            .values()
            .get(0)
            .toString();
    String hex = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    engine.execute(
        "INSERT INTO alerts SELECT 77, unhex('%s'), 'r', 'INFO', 'RAISED', toDateTime64('2026-10-24 00:00:00', 3, 'UTC') AS start, start, 1, 1, 1"
            .formatted(hex));
    JsonNode answer = QueryEngine.answer(runner, byDevice(text), Caller.of(77));
    assertThat(rows(answer)).containsExactly(List.of(name, 1.0));
  }

  private static String byDevice(String text) {
    return "{'view': 'device_alerts', %s, 'dimensions': [{'field': 'device_id'}], 'measures': [{'aggregate': 'count'}], 'filters': [{'field': 'device_id', 'operator': 'eq', 'values': ['%s']}]}"
        .replaceFirst("%s", Matcher.quoteReplacement(RANGE))
        .replaceFirst("%s", Matcher.quoteReplacement(text));
  }

  private long count(String filter) throws Exception {
    JsonNode answer =
        QueryEngine.answer(
            runner,
            "{'view': 'energy_1h', %s, 'measures': [{'aggregate': 'count'}], 'filters': [{'field': %s}]}"
                .formatted(RANGE, filter),
            ANNA);
    return answer.get("rows").get(0).get(0).asLong();
  }

  @Test
  void nobodySeesAnotherUsersRows() throws Exception {
    assertThat(count("'user_id', 'operator': 'eq', 'values': [2]")).isZero();
    assertThat(count("'user_id', 'operator': 'ne', 'values': [1]")).isZero();
    assertThat(count("'user_id', 'operator': 'in', 'values': [1, 2]")).isEqualTo(216);
    JsonNode users =
        QueryEngine.answer(
            runner,
            "{'view': 'energy_1h', %s, 'dimensions': [{'field': 'user_id'}, {'field': 'device_id', 'as': 't'}]}"
                .formatted(RANGE),
            ANNA);
    assertThat(rows(users)).extracting(row -> row.get(0)).containsOnly(1.0).hasSize(3);
    // Names that could hide the column of the same name from the condition.
    JsonNode named =
        QueryEngine.answer(
            runner,
            "{'view': 'energy_1h', %s, 'dimensions': [{'field': 'device_type', 'as': 'user_id'}, {'field': 'user_id', 'as': 'c0'}], 'measures': [{'aggregate': 'count'}]}"
                .formatted(RANGE),
            ANNA);
    assertThat(rows(named)).containsExactly(List.of("METER", 1.0, 216.0));
  }

  @Test
  void whoIsBoundToNoUserAsksAllOnOneServer() throws Exception {
    JsonNode answer =
        QueryEngine.answer(
            runner,
            "{'view': 'energy_1h', %s, 'dimensions': [{'field': 'user_id'}], 'measures': [{'aggregate': 'count'}]}"
                .formatted(RANGE),
            Caller.ANYBODY);
    assertThat(rows(answer)).containsExactly(List.of(1.0, 216.0), List.of(2.0, 216.0));
  }

  @Test
  void nothingMakesNullAndNotZero() throws Exception {
    JsonNode answer =
        QueryEngine.answer(
            runner,
            """
            {'view': 'energy_1h', %s, 'filters': [{'field': 'device_id', 'operator': 'eq', 'values': ['none']}],
             'measures': [{'aggregate': 'sum', 'field': 'energy_wh'}, {'aggregate': 'avg', 'field': 'energy_wh'},
               {'aggregate': 'max', 'field': 'window_start'}, {'aggregate': 'p95', 'field': 'energy_wh'},
               {'aggregate': 'last', 'field': 'energy_wh'}, {'aggregate': 'count'},
               {'aggregate': 'count_distinct', 'field': 'device_id'}]}
            """
                .formatted(RANGE),
            ANNA);
    assertThat(rows(answer))
        .containsExactly(List.of("null", "null", "null", "null", "null", 0.0, 0.0));
  }

  @Test
  void anAnswerThatIsCutShortSaysSo() throws Exception {
    String document =
        "{'view': 'energy_1h', %s, 'dimensions': [{'field': 'window_start'}, {'field': 'quality_flags'}], 'order_by': [{'field': 'window_start', 'direction': 'desc'}], 'limit': %d}";
    JsonNode cut = QueryEngine.answer(runner, document.formatted(RANGE, 3), ANNA);
    assertThat(cut.get("truncated").asBoolean()).isTrue();
    assertThat(cut.get("row_count").asInt()).isEqualTo(3);
    assertThat(cut.get("rows").get(0).get(0).asText()).isEqualTo("2026-10-26T23:00:00Z");
    assertThat(cut.get("rows").get(0).get(1).isArray()).isTrue();
    JsonNode whole = QueryEngine.answer(runner, document.formatted(RANGE, 10_000), ANNA);
    int size = whole.get("rows").size();
    assertThat(whole.get("truncated").asBoolean()).isFalse();
    JsonNode exact = QueryEngine.answer(runner, document.formatted(RANGE, size), ANNA);
    assertThat(exact.get("truncated").asBoolean()).isFalse();
    assertThat(exact.get("rows")).isEqualTo(whole.get("rows"));
  }

  @Test
  void everyViewAnswersWithAllItsColumns() throws Exception {
    for (View view : Catalog.standard().views()) {
      for (Column column : view.columns()) {
        List<String> measures = new ArrayList<>();
        for (Aggregate aggregate : new TreeSet<>(column.aggregates())) {
          if (aggregate != Aggregate.SUM || view.notAddedUp() == null) {
            measures.add(
                "{'aggregate': '%s', 'field': '%s'}".formatted(aggregate.label(), column.name()));
          }
        }
        boolean dates = view.time().type() == ColumnType.DATE;
        String dimensions =
            "{'field': '%s'}%s"
                .formatted(
                    column.name(),
                    column.type() == ColumnType.DECIMAL ? ", {'field': 'currency'}" : "");
        JsonNode answer =
            QueryEngine.answer(
                runner,
                "{'view': '%s', 'dimensions': [%s], 'measures': [%s], 'time_range': {'from': '2026-10-24%s', 'to': '2026-10-25%s'}}"
                    .formatted(
                        view.name(),
                        dimensions,
                        String.join(", ", measures),
                        dates ? "" : "T00:00:00Z",
                        dates ? "" : "T00:00:00Z"),
                ANNA);
        assertThat(answer.get("row_count").asInt())
            .as(view.name() + "." + column.name())
            .isGreaterThanOrEqualTo(0);
      }
    }
  }

  @Test
  void costsAreExactAndTravelAsText() throws Exception {
    engine.execute(
        """
        INSERT INTO report_daily (user_id, device_id, device_type, period_start, time_zone, period_start_utc,
          period_end_utc, energy_wh, energy_import_wh, power_max, power_max_window_start,
          power_max_window_seconds, currency, cost_import, cost_export, cost_standing, quality, version)
        VALUES (5, 'm', 'METER', '2026-10-25', 'Europe/Berlin', '2026-10-24 22:00:00', '2026-10-25 23:00:00',
          12.345678, 12.345678, 2000.5, '2026-10-25 10:00:00', 3600, 'EUR', '1.234567890123451', 0, 0.5, 1, 1),
          (5, 'm', 'METER', '2026-10-26', 'Europe/Berlin', '2026-10-25 23:00:00', '2026-10-26 23:00:00',
          1, 1, NULL, NULL, NULL, 'EUR', '20000000000000.000000000000001', 0, 0, 0, 1)
        """);
    String document =
        """
        {'view': 'energy_local_day', 'time_range': {'from': '2026-10-25', 'to': '2026-10-27'}, %s,
         'measures': [{'aggregate': 'sum', 'field': 'cost'}, {'aggregate': 'sum', 'field': 'energy_wh'},
           {'aggregate': 'last', 'field': 'hours'}, {'aggregate': 'max', 'field': 'power_max'},
           {'aggregate': 'max', 'field': 'power_max_window_start'}]}
        """;
    JsonNode days =
        QueryEngine.answer(
            runner,
            document.formatted("'dimensions': [{'field': 'period_start'}, {'field': 'currency'}]"),
            Caller.of(5));
    assertThat(days.get("rows").toString())
        .isEqualTo(
            "[[\"2026-10-25\",\"EUR\",\"1.734567890123451\",12.345678,25.0,2000.5,\"2026-10-25T10:00:00Z\"],"
                + "[\"2026-10-26\",\"EUR\",\"20000000000000.000000000000001\",1,24.0,null,null]]");
    JsonNode weeks =
        QueryEngine.answer(
            runner,
            document.formatted(
                "'dimensions': [{'field': 'period_start', 'granularity': 'week'}, {'field': 'quality_flags'}, {'field': 'currency'}]"),
            Caller.of(5));
    assertThat(weeks.get("rows").get(0).get(0).asText()).isEqualTo("2026-10-19");
    assertThat(weeks.get("rows").get(0).get(1).toString()).isEqualTo("[\"ESTIMATED\"]");
    assertThat(weeks.get("rows").get(1).get(0).asText()).isEqualTo("2026-10-26");
    JsonNode all =
        QueryEngine.answer(
            runner,
            document.formatted(
                "'filters': [{'field': 'currency', 'operator': 'eq', 'values': ['EUR']}]"),
            Caller.of(5));
    assertThat(all.get("rows").get(0).get(0).asText()).isEqualTo("20000000000001.734567890123452");
  }

  @Test
  void aTimeRangeReadsItsOwnPartitionsOnly() throws Exception {
    try (QueryRunner strict =
        engine.runner(new QueryLimits(Duration.ofSeconds(10), 2_000, 512L << 20, 10_001))) {
      String count = "{'view': 'energy_1h', %s, 'measures': [{'aggregate': 'count'}]}";
      assertThat(rows(QueryEngine.answer(strict, count.formatted(RANGE), ANNA)))
          .containsExactly(List.of(216.0));
      AdHocQuery wide =
          QueryEngine.parse(
              Catalog.standard(),
              count.formatted(
                  "'time_range': {'from': '2025-01-01T00:00:00Z', 'to': '2026-01-01T00:00:00Z'}"));
      Problem problem = QueryEngine.problem(QueryEngine.begin(strict, "q", wide, ANNA));
      assertThat(problem.status()).isEqualTo(422);
      assertThat(problem.extensions()).containsEntry("limit", "rows_to_read");
      assertThat(problem.detail()).contains("2,000 rows", "shorter time range");
    }
  }

  private static AdHocQuery slow() throws InvalidQueryException {
    return QueryEngine.parse(
        new Catalog(List.of(SLOW)),
        "{'view': 'slow', 'measures': [{'aggregate': 'sum', 'field': 'energy_wh'}], 'time_range': {'from': '2026-10-24T00:00:00Z', 'to': '2026-10-25T00:00:00Z'}}");
  }

  private List<String> processes() throws Exception {
    return engine.rows(
        "SELECT count() FROM system.processes WHERE query LIKE '%sumOrNull%' AND query NOT LIKE '%system.processes%'");
  }

  @Test
  void aQuestionThatTakesTooLongEnds() throws Exception {
    try (QueryRunner hasty =
        engine.runner(new QueryLimits(Duration.ofSeconds(1), Long.MAX_VALUE, 512L << 20, 10_001))) {
      Problem problem = QueryEngine.problem(QueryEngine.begin(hasty, "q", slow(), ANNA));
      assertThat(problem.status()).isEqualTo(422);
      assertThat(problem.extensions()).containsEntry("limit", "time");
      await().atMost(PATIENCE).until(() -> hasty.running() == 0);
    }
  }

  @Test
  void aCancelledQuestionEndsInTheEngine() throws Exception {
    try (QueryRunner patient =
        engine.runner(
            new QueryLimits(Duration.ofSeconds(30), Long.MAX_VALUE, 512L << 20, 10_001))) {
      CompletableFuture<Buffer> question = QueryEngine.begin(patient, "mine", slow(), ANNA);
      await().atMost(PATIENCE).until(() -> processes().equals(List.of("1")));
      assertThat(QueryEngine.problem(QueryEngine.begin(patient, "mine", slow(), ANNA)).type())
          .isEqualTo("query-id-in-use");
      assertThat(patient.cancel("mine", Caller.of(2))).as("of somebody else").isFalse();
      assertThat(patient.cancel("other", ANNA)).isFalse();

      assertThat(patient.cancel("mine", ANNA)).isTrue();

      Problem problem = QueryEngine.problem(question);
      assertThat(problem.status()).isEqualTo(409);
      assertThat(problem.type()).isEqualTo("query-cancelled");
      await().atMost(Duration.ofSeconds(5)).until(() -> processes().equals(List.of("0")));
      await().atMost(PATIENCE).until(() -> patient.running() == 0);
      assertThat(patient.cancel("mine", ANNA)).isFalse();
    }
  }

  @Test
  void usersMayNameTheirQuestionsAlikeAndHaveAFewAtATime() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AdHocStore held =
        new AdHocStore() {
          @Override
          public <T> T ask(long userId, QueryLimits limits, Question<T> question)
              throws StoreException {
            try {
              answer.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new StoreException("away", Duration.ofSeconds(7), null);
          }
        };
    try (QueryRunner waiting = new QueryRunner(held, 1, QueryRunner.LIMITS)) {
      List<CompletableFuture<Buffer>> questions = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        questions.add(QueryEngine.begin(waiting, "q-" + i, slow(), ANNA));
      }
      assertThat(QueryEngine.problem(QueryEngine.begin(waiting, "q-4", slow(), ANNA)).status())
          .isEqualTo(429);
      questions.add(QueryEngine.begin(waiting, "q-0", slow(), Caller.of(2)));
      answer.countDown();
      for (CompletableFuture<Buffer> question : questions) {
        Problem problem = QueryEngine.problem(question);
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.retryAfterSeconds()).isEqualTo(7);
      }
    }
  }

  @Test
  void withoutAUserSeveralServersAreNotAsked() throws Exception {
    try (QueryRunner sharded =
        new QueryRunner(AdHocStoreOfNobody.INSTANCE, 2, QueryRunner.LIMITS)) {
      Problem problem =
          QueryEngine.problem(QueryEngine.begin(sharded, "q", slow(), Caller.ANYBODY));
      assertThat(problem.status()).isEqualTo(400);
      assertThat(problem.extensions()).containsEntry("field", "/filters");
      assertThat(problem.detail()).contains("user_id");
    }
  }

  private enum AdHocStoreOfNobody implements AdHocStore {
    INSTANCE;

    @Override
    public <T> T ask(long userId, QueryLimits limits, Question<T> question) {
      throw new AssertionError("asked");
    }
  }

  @Test
  void theCatalogIsTheSchema() throws Exception {
    for (View view : Catalog.standard().views()) {
      List<String> expected = new ArrayList<>();
      for (Column column : view.columns()) {
        expected.add(column.name() + "|" + column.type() + "|" + column.nullable());
      }
      List<String> found = new ArrayList<>();
      for (String row :
          engine.rows(
              "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '%s' ORDER BY position"
                  .formatted(view.name()))) {
        String[] parts = row.split("\\|", 2);
        found.add(parts[0] + "|" + typeOf(parts[1]) + "|" + parts[1].startsWith("Nullable("));
      }
      assertThat(found).as(view.name()).isEqualTo(expected);
    }
  }

  private static ColumnType typeOf(String engineType) {
    String plain = engineType.replaceFirst("^Nullable\\((.*)\\)$", "$1");
    if (plain.startsWith("Array(String")) {
      return ColumnType.STRINGS;
    }
    if (plain.startsWith("DateTime")) {
      return ColumnType.TIMESTAMP;
    }
    if (plain.equals("Date")) {
      return ColumnType.DATE;
    }
    if (plain.equals("String") || plain.equals("LowCardinality(String)")) {
      return ColumnType.STRING;
    }
    // Costs have more digits than a JSON number keeps everywhere.
    return plain.startsWith("Decimal(38") ? ColumnType.DECIMAL : ColumnType.NUMBER;
  }

  @Test
  void theEngineKnowsEveryTimeZoneThatIsTaken() throws Exception {
    assertThat(engine.rows("SELECT time_zone FROM system.time_zones"))
        .containsAll(Outputs.knownZones());
  }
}
