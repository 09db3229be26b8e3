package io.wattflow.services.analytics.query;

import static io.wattflow.services.analytics.query.HourRow.RANGE;
import static io.wattflow.services.analytics.query.QueryEngine.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.services.analytics.auth.Caller;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ad-hoc questions on a real engine: answers are as computed here. */
class QueryIT extends QueryScenario {

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
    HourRow.of(1).stream()
        .collect(Collectors.groupingBy(HourRow::device, TreeMap::new, Collectors.toList()))
        .forEach(
            (device, rows) -> {
              double sum = rows.stream().mapToDouble(HourRow::energy).sum();
              expected.add(
                  List.of(
                      device,
                      sum,
                      sum / rows.size(),
                      rows.stream().mapToDouble(HourRow::energy).min().orElseThrow(),
                      rows.stream().mapToDouble(HourRow::energy).max().orElseThrow(),
                      (double) rows.size(),
                      (double) rows.stream().filter(HourRow::hasCounter).count(),
                      (double) rows.stream().map(HourRow::energy).distinct().count(),
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
    List<Double> sorted = HourRow.of(1).stream().map(HourRow::energy).sorted().toList();
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
    for (HourRow row : HourRow.of(1)) {
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
        .isEqualTo(HourRow.of(1).stream().filter(row -> row.device().equals("d-0")).count());
    assertThat(count("'device_id', 'operator': 'starts_with', 'values': ['d-']")).isEqualTo(216);
    assertThat(count("'device_id', 'operator': 'starts_with', 'values': ['%']")).isZero();
    assertThat(count("'energy_wh', 'operator': 'gt', 'values': [100.25]"))
        .isEqualTo(HourRow.of(1).stream().filter(row -> row.energy() > 100.25).count());
    assertThat(count("'counter_energy_wh', 'operator': 'is_null'"))
        .isEqualTo(HourRow.of(1).stream().filter(row -> !row.hasCounter()).count());
    assertThat(count("'quality_flags', 'operator': 'has_any', 'values': ['GAP', 'x']"))
        .isEqualTo(HourRow.of(1).stream().filter(HourRow::hasGap).count());
    assertThat(count("'quality_flags', 'operator': 'has_none', 'values': ['GAP']"))
        .isEqualTo(HourRow.of(1).stream().filter(row -> !row.hasGap()).count());
    assertThat(count("'window_start', 'operator': 'lt', 'values': ['2026-10-24T01:00:00.001Z']"))
        .isEqualTo(6);
    assertThat(count("'device_id', 'operator': 'eq', 'values': ['d-0 OR 1=1 ?']")).isZero();
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
}
