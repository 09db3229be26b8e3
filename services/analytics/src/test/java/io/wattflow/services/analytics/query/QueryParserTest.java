package io.wattflow.services.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.services.analytics.query.AdHocQuery.Dimension;
import io.wattflow.services.analytics.query.AdHocQuery.Filter;
import io.wattflow.services.analytics.query.AdHocQuery.Measure;
import io.wattflow.services.analytics.query.AdHocQuery.Order;
import io.wattflow.services.analytics.query.AdHocQuery.TimeRange;
import io.wattflow.services.analytics.query.InvalidQueryException.Fault;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
  private static final QueryParser PARSER = new QueryParser(Catalog.standard());
  private static final String RANGE =
      "'time_range': {'from': '2026-11-01T00:00:00Z', 'to': '2026-11-02T00:00:00Z'}";
  private static final String MEASURES = "'measures': [{'aggregate': 'count'}]";

  /** Apostrophes stand for quotation marks. */
  static AdHocQuery parse(String document) throws InvalidQueryException {
    return PARSER.parse(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static List<Fault> faults(String document) {
    try {
      parse(document);
    } catch (InvalidQueryException e) {
      return e.faults();
    }
    throw new AssertionError("taken: " + document);
  }

  @Test
  void theExampleOfTheDocumentationIsRead() throws InvalidQueryException {
    AdHocQuery query =
        parse(
            """
            {'view': 'energy_1h',
             'measures': [{'aggregate': 'sum', 'field': 'energy_wh', 'as': 'energy'}],
             'dimensions': [{'field': 'device_id'},
               {'field': 'window_start', 'granularity': 'day', 'time_zone': 'Europe/Berlin', 'as': 'day'}],
             'filters': [{'field': 'device_type', 'operator': 'in', 'values': ['METER', 'PLUG']},
                         {'field': 'coverage', 'operator': 'gte', 'values': [0.9]}],
             'time_range': {'from': '2026-11-01T00:00:00Z', 'to': '2026-12-01T00:00:00+01:00'},
             'order_by': [{'field': 'energy', 'direction': 'desc'}],
             'limit': 10}
            """);
    View view = query.view();
    assertThat(view.name()).isEqualTo("energy_1h");
    assertThat(query.measures())
        .containsExactly(new Measure(Aggregate.SUM, view.column("energy_wh"), "energy"));
    assertThat(query.dimensions())
        .containsExactly(
            new Dimension(column(view, "device_id"), null, ZoneOffset.UTC, "device_id"),
            new Dimension(
                column(view, "window_start"), Granularity.DAY, ZoneId.of("Europe/Berlin"), "day"));
    assertThat(query.filters())
        .containsExactly(
            new Filter(column(view, "device_type"), Operator.IN, List.of("METER", "PLUG")),
            new Filter(column(view, "coverage"), Operator.GTE, List.of(new BigDecimal("0.9"))));
    assertThat(query.timeRange())
        .isEqualTo(
            new TimeRange(
                Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-30T23:00:00Z")));
    assertThat(query.orderBy()).containsExactly(new Order(2, true));
    assertThat(query.limit()).isEqualTo(10);
  }

  @Test
  void everyQuestionOfTheDocumentationIsRead() throws Exception {
    Matcher blocks =
        Pattern.compile("```json\\n(\\{\"view\".*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../../docs/analytics.md")));
    List<String> views = new ArrayList<>();
    while (blocks.find()) {
      views.add(PARSER.parse(blocks.group(1).getBytes(StandardCharsets.UTF_8)).view().name());
    }
    assertThat(views).containsExactly("energy_1h", "energy_1h", "energy_local_month");
  }

  private static Column column(View view, String name) {
    Column column = view.column(name);
    assertThat(column).isNotNull();
    return column;
  }

  @Test
  void whatIsLeftOutHasDefaults() throws InvalidQueryException {
    AdHocQuery query =
        parse(
            "{'view': 'energy_local_day', 'measures': [{'aggregate': 'avg', 'field': 'coverage'}],"
                + "'time_range': {'from': '2026-01-01', 'to': '2026-02-01'}}");
    assertThat(query.measures().get(0).as()).isEqualTo("avg_coverage");
    assertThat(query.limit()).isEqualTo(1_000);
    assertThat(query.filters()).isEmpty();
    assertThat(query.timeRange())
        .isEqualTo(new TimeRange(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 2, 1)));
    assertThat(query.onlyUser()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "eq | [7] | 7",
        "in | [7] | 7",
        "in | [7, 8] |",
        "ne | [7] |",
        "gt | [7] |",
      })
  void theOnlyUserIsFound(String operator, String values, Long user) throws InvalidQueryException {
    AdHocQuery query =
        parse(
            "{'view': 'energy_1h', %s, %s, 'filters': [{'field': 'user_id', 'operator': '%s', 'values': %s}]}"
                .formatted(MEASURES, RANGE, operator, values));
    assertThat(query.onlyUser().isPresent()).isEqualTo(user != null);
    if (user != null) {
      assertThat(query.onlyUser()).hasValue(user);
    }
  }

  /** {@code R} stands for a time range and {@code M} for a measure. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7 | | JSON object",
        "[] | | JSON object",
        "null | | JSON object",
        "{} | /view | missing",
        "{'view': 7} | /view | string",
        "{'view': 'telemetry', M, R} | /view | energy_1m",
        "{'view': 'energy_1h; DROP TABLE x', M, R} | /view | one of",
        "{'view': 'energy_1h', M, R, 'sql': ''} | /sql | unknown",
        "{'view': 'energy_1h', M, R, 'a/b~c': 1} | /a~1b~0c | unknown",
        "{'view': 'energy_1h', M} | /time_range | missing",
        "{'view': 'energy_1h', M, 'time_range': []} | /time_range | object",
        "{'view': 'energy_1h', M, 'time_range': {'from': '2026-11-01T00:00:00Z'}} | /time_range/to | missing",
        "{'view': 'energy_1h', M, 'time_range': {'from': '2026-11-01', 'to': '2026-11-02T00:00:00Z'}} | /time_range/from | instant",
        "{'view': 'energy_1h', M, 'time_range': {'from': '2026-11-01T00:00:00', 'to': '2026-11-02T00:00:00Z'}} | /time_range/from | instant",
        "{'view': 'energy_1h', M, 'time_range': {'from': 0, 'to': '2026-11-02T00:00:00Z'}} | /time_range/from | instant",
        "{'view': 'energy_1h', M, 'time_range': {'from': '2026-11-02T00:00:00Z', 'to': '2026-11-01T00:00:00Z'}} | /time_range/to | later",
        "{'view': 'energy_1h', M, 'time_range': {'from': '2026-11-02T00:00:00Z', 'to': '2026-11-02T00:00:00Z'}} | /time_range/to | later",
        "{'view': 'energy_1h', M, 'time_range': {'from': '1969-12-31T00:00:00Z', 'to': '1970-01-02T00:00:00Z'}} | /time_range/from | 1970",
        "{'view': 'energy_1h', M, 'time_range': {'from': '2106-01-01T00:00:00Z', 'to': '+999999-01-02T00:00:00Z'}} | /time_range/to | 2105",
        "{'view': 'energy_1m', M, 'time_range': {'from': '2016-11-02T00:00:00Z', 'to': '2026-11-02T00:00:00Z'}} | /time_range/to | at most 31 days",
        "{'view': 'energy_local_day', M, 'time_range': {'from': '2026-11-01T00:00:00Z', 'to': '2026-11-02'}} | /time_range/from | date",
        "{'view': 'energy_local_day', M, 'time_range': {'from': '2026-02-30', 'to': '2026-03-01'}} | /time_range/from | date",
        "{'view': 'energy_1h', R} | /measures | at least one",
        "{'view': 'energy_1h', R, 'measures': {}} | /measures | array",
        "{'view': 'energy_1h', R, 'measures': [7]} | /measures/0 | object",
        "{'view': 'energy_1h', R, 'measures': [{'field': 'energy_wh'}]} | /measures/0/aggregate | missing",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'sum'}]} | /measures/0/field | missing",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'SUM', 'field': 'energy_wh'}]} | /measures/0/aggregate | one of sum, avg",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'sleep', 'field': 'energy_wh'}]} | /measures/0/aggregate | one of",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'sum', 'field': 'version'}]} | /measures/0/field | not a column of energy_1h",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'sum', 'field': 'power_mean'}]} | /measures/0/aggregate | of power_mean must be one of",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'avg', 'field': 'user_id'}]} | /measures/0/aggregate | count_distinct",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'max', 'field': 'device_id'}]} | /measures/0/aggregate | one of",
        "{'view': 'energy_5m', R, 'measures': [{'aggregate': 'sum', 'field': 'energy_wh'}]} | /measures/0/aggregate | windows overlap",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'count', 'as': 'a b'}]} | /measures/0/as | letters",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'count', 'as': ''}]} | /measures/0/as | letters",
        "{'view': 'energy_1h', R, 'measures': [{'aggregate': 'count'}, {'aggregate': 'count'}]} | /measures/1/as | already",
        "{'view': 'energy_1h', M, R, 'dimensions': [{'field': 'device_id', 'as': 'count'}]} | /measures/0/as | already",
        "{'view': 'energy_1h', M, R, 'dimensions': [{'field': 'device_id', 'granularity': 'day'}]} | /dimensions/0/granularity | not a time",
        "{'view': 'energy_1h', M, R, 'dimensions': [{'field': 'window_start', 'granularity': 'decade'}]} | /dimensions/0/granularity | minute, hour",
        "{'view': 'energy_1h', M, R, 'dimensions': [{'field': 'window_start', 'granularity': 'day', 'time_zone': 'Mars/Olympus'}]} | /dimensions/0/time_zone | IANA",
        "{'view': 'energy_1h', M, R, 'dimensions': [{'field': 'window_start', 'granularity': 'day', 'time_zone': '+01:00'}]} | /dimensions/0/time_zone | IANA",
        "{'view': 'energy_1h', M, R, 'dimensions': [{'field': 'device_id', 'time_zone': 'UTC'}]} | /dimensions/0/time_zone | not an instant",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'like', 'values': ['%']}]} | /filters/0/operator | one of eq, ne, in, not_in, starts_with",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'is_null'}]} | /filters/0/operator | one of",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'eq'}]} | /filters/0/values | exactly one",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'eq', 'values': ['a', 'b']}]} | /filters/0/values | at most 1",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'eq', 'values': 'a'}]} | /filters/0/values | array",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'eq', 'values': [7]}]} | /filters/0/values/0 | string",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'eq', 'values': [null]}]} | /filters/0/values/0 | string",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'in', 'values': []}]} | /filters/0/values | 1 to 500",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'energy_wh', 'operator': 'eq', 'values': ['7']}]} | /filters/0/values/0 | number",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'energy_wh', 'operator': 'eq', 'values': [1e300]}]} | /filters/0/values/0 | number",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'energy_wh', 'operator': 'eq', 'values': [1e-999999]}]} | /filters/0/values/0 | number",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'user_id', 'operator': 'eq', 'values': [1.5]}]} | /filters/0/values/0 | whole number",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'user_id', 'operator': 'eq', 'values': [-1]}]} | /filters/0/values/0 | whole number",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'user_id', 'operator': 'eq', 'values': [9223372036854775808]}]} | /filters/0/values/0 | whole number",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'window_start', 'operator': 'eq', 'values': ['now']}]} | /filters/0/values/0 | instant",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'quality_flags', 'operator': 'eq', 'values': ['GAP']}]} | /filters/0/operator | has_any",
        "{'view': 'energy_1h', M, R, 'filters': [{'field': 'device_id', 'operator': 'eq', 'values': ['a'], 'or': 1}]} | /filters/0/or | unknown",
        "{'view': 'energy_1h', M, R, 'order_by': [{'field': 'energy_wh'}]} | /order_by/0/field | name of a measure",
        "{'view': 'energy_1h', M, R, 'order_by': [{'field': 'count', 'direction': 'down'}]} | /order_by/0/direction | asc, desc",
        "{'view': 'energy_1h', M, R, 'limit': 0} | /limit | 1 to 10000",
        "{'view': 'energy_1h', M, R, 'limit': 10001} | /limit | 1 to 10000",
        "{'view': 'energy_1h', M, R, 'limit': 1.5} | /limit | whole number",
        "{'view': 'energy_1h', M, R, 'limit': '10'} | /limit | whole number",
        "{'view': 'energy_local_day', 'time_range': {'from': '2026-01-01', 'to': '2026-02-01'}, 'measures': [{'aggregate': 'sum', 'field': 'cost'}]} | /measures/0 | currency",
      })
  void aBadDocumentNamesTheField(String document, String pointer, String words) {
    List<Fault> faults =
        faults(
            document
                .replace("M,", MEASURES + ",")
                .replace("M}", MEASURES + "}")
                .replace("R}", RANGE + "}")
                .replace("R,", RANGE + ","));
    assertThat(faults).as(document).hasSize(1);
    assertThat(faults.get(0).field()).isEqualTo(pointer == null ? "" : pointer);
    assertThat(faults.get(0).message()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` |",
        "{ |",
        "{'view': 'energy_1h', 'view': 'energy_1m'} | /view",
        "{'time_range': {'from': 1, 'from': 2}} | /time_range/from",
        "{} {} |",
        "{'view': NaN} | /view",
        "{'a':[[[[[[[[[[1]]]]]]]]]]} |",
      })
  void whatIsNotJsonIsRefused(String document, String pointer) {
    List<Fault> faults = faults(document);
    assertThat(faults).hasSize(1);
    if (pointer != null) {
      assertThat(faults.get(0).field()).isEqualTo(pointer);
    }
  }

  @Test
  void aDocumentThatIsTooLongOrNotUtf8IsRefused() {
    assertThatThrownBy(() -> PARSER.parse(new byte[QueryParser.MAX_BYTES + 1]))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("longer");
    byte[] latin = "{\"view\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PARSER.parse(latin)).isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    List<Fault> faults =
        faults(
            "{'view': 'energy_1h', 'limit': 0, 'time_range': {'to': 7},"
                + "'measures': [{'aggregate': 'sum', 'field': 'x'}, {'aggregate': 'no'}]}");
    assertThat(faults)
        .extracting(Fault::field)
        .containsExactly(
            "/measures/0/field",
            "/measures/1/aggregate",
            "/measures/1/field",
            "/time_range/from",
            "/limit");
    InvalidQueryException e = new InvalidQueryException(faults);
    assertThat(e.problem().status()).isEqualTo(400);
    assertThat(e.problem().extensions()).containsEntry("field", "/measures/0/field");
  }

  @Test
  void costsOfOneCurrencyAreAddedUp() throws InvalidQueryException {
    String sum =
        "{'view': 'energy_local_day', 'time_range': {'from': '2026-01-01', 'to': '2026-02-01'},"
            + "'measures': [{'aggregate': 'sum', 'field': 'cost'}], %s}";
    assertThat(parse(sum.formatted("'dimensions': [{'field': 'currency'}]")).measures()).hasSize(1);
    assertThat(
            parse(
                    sum.formatted(
                        "'filters': [{'field': 'currency', 'operator': 'eq', 'values': ['EUR']}]"))
                .measures())
        .hasSize(1);
  }
}
