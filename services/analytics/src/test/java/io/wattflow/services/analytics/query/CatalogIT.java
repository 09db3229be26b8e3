package io.wattflow.services.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.services.analytics.auth.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What may be asked, beside the migrated schema of a real engine. */
class CatalogIT extends QueryScenario {

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
}
