package io.wattflow.sql.bi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The queries of a dashboard, with variables and macros replaced as Grafana and its ClickHouse
 * plug-in document it.
 */
final class GrafanaDashboard {
  static final String FILE = "deploy/grafana/dashboards/wattflow-energy.json";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):singlequote}");
  private static final Pattern MACRO =
      Pattern.compile("\\$__(timeFilter|dateFilter|timeInterval|fromTime|toTime)(?:\\((\\w+)\\))?");

  /**
   * A panel's or a variable's query.
   *
   * @param kind {@code table}, {@code timeseries} or {@code variable}
   */
  record Query(String title, String kind, String sql) {
    @Override
    public String toString() {
      return title;
    }
  }

  private GrafanaDashboard() {}

  static List<Query> queries() {
    JsonNode dashboard = json();
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(
                panel.path("title").asText() + ", " + panel.path("type").asText(),
                target.path("queryType").asText(),
                target.path("rawSql").asText()));
      }
    }
    for (JsonNode variable : dashboard.path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        String name = variable.path("name").asText();
        queries.add(new Query(name, "variable", variable.path("query").asText()));
      }
    }
    return queries;
  }

  static JsonNode json() {
    try {
      return new ObjectMapper().readTree(ProjectFile.read(FILE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(FILE + " is no JSON", e);
    }
  }

  /**
   * What arrives at ClickHouse.
   *
   * @param intervalSeconds of a bucket, as Grafana computes it from the range and the panel's width
   * @throws IllegalStateException if something is left that Grafana would replace
   */
  static String expanded(
      String sql,
      Map<String, List<String>> variables,
      Instant from,
      Instant to,
      int intervalSeconds) {
    String valued =
        VARIABLE
            .matcher(sql)
            .replaceAll(
                variable ->
                    Matcher.quoteReplacement(
                        variables.getOrDefault(variable.group(1), List.of()).stream()
                            .map(value -> "'" + value + "'")
                            .collect(Collectors.joining(","))));
    String expanded =
        MACRO
            .matcher(valued)
            .replaceAll(macro -> macro(macro.group(1), macro.group(2), from, to, intervalSeconds));
    if (expanded.contains("$")) {
      throw new IllegalStateException("unknown to Grafana: " + expanded);
    }
    return expanded;
  }

  private static String macro(
      String name, String column, Instant from, Instant to, int intervalSeconds) {
    String first = "toDateTime(" + from.getEpochSecond() + ")";
    String last = "toDateTime(" + to.getEpochSecond() + ")";
    return switch (name) {
      case "fromTime" -> first;
      case "toTime" -> last;
      case "timeFilter" -> column + " >= " + first + " AND " + column + " <= " + last;
      case "dateFilter" ->
          "%1$s >= toDate('%2$s') AND %1$s <= toDate('%3$s')"
              .formatted(
                  column,
                  LocalDate.ofInstant(from, ZoneOffset.UTC),
                  LocalDate.ofInstant(to, ZoneOffset.UTC));
      case "timeInterval" ->
          "toStartOfInterval(toDateTime(%s), INTERVAL %d second)"
              .formatted(column, intervalSeconds);
      default -> throw new IllegalStateException("no macro " + name);
    };
  }
}
