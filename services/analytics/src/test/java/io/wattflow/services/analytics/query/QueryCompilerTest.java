package io.wattflow.services.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.services.analytics.auth.Caller;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryCompilerTest {
  private static final long FROM = 1_793_491_200_000L; // 2026-11-01T00:00:00Z
  private static final long TO = 1_793_577_600_000L;

  private static CompiledQuery compile(String document, Caller caller)
      throws InvalidQueryException {
    return new QueryCompiler().compile(QueryParserTest.parse(document), caller);
  }

  private static String of(String view, String rest) {
    return "{'view': '%s', 'time_range': {'from': '2026-11-01T00:00:00Z', 'to': '2026-11-02T00:00:00Z'}, %s}"
        .formatted(view, rest);
  }

  @Test
  void aQuestionBecomesOneStatement() throws InvalidQueryException {
    CompiledQuery compiled =
        compile(
            of(
                "energy_1h",
                """
                'measures': [{'aggregate': 'sum', 'field': 'energy_wh', 'as': 'user_id'}],
                'dimensions': [{'field': 'device_id'},
                  {'field': 'window_start', 'granularity': 'day', 'time_zone': 'Europe/Berlin'}],
                'filters': [{'field': 'device_type', 'operator': 'in', 'values': ['METER', 'PLUG']},
                            {'field': 'coverage', 'operator': 'gte', 'values': [0.9]}],
                'order_by': [{'field': 'user_id', 'direction': 'desc'}], 'limit': 10
                """),
            Caller.of(1042));
    assertThat(compiled.sql())
        .isEqualTo(
            "select \"t\".\"device_id\" as \"c0\","
                + " toString(toDate(\"t\".\"window_start\", ?)) as \"c1\","
                + " sumOrNull(\"t\".\"energy_wh\") as \"c2\""
                + " from \"energy_1h\" as \"t\""
                + " where (\"t\".\"user_id\" = ?"
                + " and \"t\".\"window_start\" >= fromUnixTimestamp64Milli(?, 'UTC')"
                + " and \"t\".\"window_start\" < fromUnixTimestamp64Milli(?, 'UTC')"
                + " and \"t\".\"device_type\" in (?, ?)"
                + " and \"t\".\"coverage\" >= ?)"
                + " group by \"c0\", \"c1\""
                + " order by \"c2\" desc, \"c0\" asc, \"c1\" asc"
                + " limit 11");
    assertThat(compiled.binds())
        .containsExactly("Europe/Berlin", 1042L, FROM, TO, "METER", "PLUG", 0.9);
    assertThat(compiled.outputs())
        .extracting(CompiledQuery.Output::name)
        .containsExactly("device_id", "window_start", "user_id");
  }

  @Test
  void aCallerOfAUserIsBoundWhateverItAsks() throws InvalidQueryException {
    String document =
        of(
            "energy_1h",
            "'measures': [{'aggregate': 'count'}], 'filters': [{'field': 'user_id',"
                + " 'operator': 'eq', 'values': [7]}]");
    CompiledQuery bound = compile(document, Caller.of(1042));
    assertThat(bound.sql()).containsOnlyOnce("where (\"t\".\"user_id\" = ? and ");
    assertThat(bound.binds()).containsExactly(1042L, FROM, TO, 7L);
    assertThat(compile(document, Caller.ANYBODY).binds()).containsExactly(FROM, TO, 7L);
  }

  @Test
  void everyViewIsBoundToTheUser() throws InvalidQueryException {
    for (View view : Catalog.standard().views()) {
      boolean dates = view.time().type() == ColumnType.DATE;
      String document =
          "{'view': '%s', 'measures': [{'aggregate': 'count'}], 'time_range': {'from': '%s', 'to': '%s'}}"
              .formatted(
                  view.name(),
                  dates ? "2026-11-01" : "2026-11-01T00:00:00Z",
                  dates ? "2026-11-02" : "2026-11-02T00:00:00Z");
      CompiledQuery compiled = compile(document, Caller.of(1042));
      assertThat(compiled.sql()).contains("where (\"t\".\"user_id\" = ? and ");
      assertThat(compiled.binds().get(0)).isEqualTo(1042L);
    }
  }

  @Test
  void everyOperatorHasItsCondition() throws InvalidQueryException {
    List<String> conditions = new ArrayList<>();
    for (String filter :
        List.of(
            "'device_id', 'operator': 'ne', 'values': ['a']",
            "'device_id', 'operator': 'not_in', 'values': ['a', 'b']",
            "'device_id', 'operator': 'starts_with', 'values': ['a']",
            "'counter_energy_wh', 'operator': 'is_null'",
            "'counter_energy_wh', 'operator': 'is_not_null'",
            "'last_event_time', 'operator': 'lte', 'values': ['2026-11-01T00:00:00.5Z']",
            "'quality_flags', 'operator': 'has_any', 'values': ['GAP', 'RESET']",
            "'quality_flags', 'operator': 'has_all', 'values': ['GAP']",
            "'quality_flags', 'operator': 'has_none', 'values': ['GAP']")) {
      String sql =
          compile(
                  of(
                      "energy_1h",
                      "'measures': [{'aggregate': 'count'}], 'filters': [{'field': %s}]"
                          .formatted(filter)),
                  Caller.ANYBODY)
              .sql();
      conditions.add(
          sql.replaceFirst(".*window_start\" < fromUnixTimestamp64Milli\\(\\?, 'UTC'\\) and ", "")
              .replaceFirst(" limit .*", ""));
    }
    assertThat(conditions)
        .containsExactly(
            "\"t\".\"device_id\" <> ?)",
            "\"t\".\"device_id\" not in (?, ?))",
            "startsWith(\"t\".\"device_id\", ?))",
            "\"t\".\"counter_energy_wh\" is null)",
            "\"t\".\"counter_energy_wh\" is not null)",
            "\"t\".\"last_event_time\" <= fromUnixTimestamp64Milli(?, 'UTC'))",
            "hasAny(\"t\".\"quality_flags\", array(?, ?)))",
            "hasAll(\"t\".\"quality_flags\", array(?)))",
            "not (hasAny(\"t\".\"quality_flags\", array(?))))");
  }

  @Test
  void largeIdsStayExact() throws InvalidQueryException {
    CompiledQuery compiled =
        compile(
            of(
                "energy_1h",
                "'measures': [{'aggregate': 'count'}], 'filters': [{'field': 'user_id',"
                    + " 'operator': 'eq', 'values': [9223372036854775807]}]"),
            Caller.ANYBODY);
    assertThat(compiled.binds()).containsExactly(FROM, TO, Long.MAX_VALUE);
  }
}
