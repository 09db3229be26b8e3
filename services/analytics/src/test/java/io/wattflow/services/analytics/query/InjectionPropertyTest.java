package io.wattflow.services.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.services.analytics.auth.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No text of a question becomes part of a statement, wherever it stands. */
class InjectionPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final QueryParser PARSER = new QueryParser(Catalog.standard());
  private static final QueryCompiler COMPILER = new QueryCompiler();
  private static final String HARMLESS = "harmless";
  private static final List<String> NAME_PLACES =
      List.of(
          "view",
          "aggregate",
          "measure field",
          "dimension field",
          "granularity",
          "time_zone",
          "filter field",
          "operator",
          "order field",
          "direction",
          "from",
          "to");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.of(
            "' OR 1=1 --",
            "\" OR \"\" = \"",
            "\\' OR 1=1 --",
            "'; DROP TABLE rollup_1h; --",
            "energy_1h\" UNION ALL SELECT * FROM users --",
            "user_id",
            "?",
            "{a:String}",
            "${x}",
            "/* */",
            "\u0000",
            "t.user_id",
            "c0"));
  }

  private static CompiledQuery compile(Map<String, Object> document) throws InvalidQueryException {
    try {
      return COMPILER.compile(PARSER.parse(JSON.writeValueAsBytes(document)), Caller.of(1042));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> withValues(String text) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("view", "energy_1h");
    query.put("measures", List.of(Map.of("aggregate", "count")));
    query.put("time_range", Map.of("from", "2026-11-01T00:00:00Z", "to", "2026-11-02T00:00:00Z"));
    query.put(
        "filters",
        List.of(
            Map.of("field", "device_id", "operator", "eq", "values", List.of(text)),
            Map.of("field", "device_type", "operator", "in", "values", List.of(text, text)),
            Map.of("field", "device_id", "operator", "starts_with", "values", List.of(text)),
            Map.of("field", "quality_flags", "operator", "has_any", "values", List.of(text))));
    return query;
  }

  @Property(tries = 300)
  void aValueIsABind(@ForAll("texts") String text) throws InvalidQueryException {
    CompiledQuery compiled = compile(withValues(text));
    assertThat(compiled.sql()).isEqualTo(compile(withValues(HARMLESS)).sql());
    assertThat(compiled.binds()).filteredOn(bind -> bind.equals(text)).hasSize(5);
  }

  private static Map<String, Object> named(String as) {
    Map<String, Object> query = withValues(HARMLESS);
    query.put("measures", List.of(Map.of("aggregate", "sum", "field", "energy_wh", "as", as)));
    query.put("dimensions", List.of(Map.of("field", "device_id", "as", "d")));
    query.put("order_by", List.of(Map.of("field", as, "direction", "desc")));
    return query;
  }

  @Property(tries = 300)
  void theNameOfAColumnStaysOutOfTheStatement(@ForAll("texts") String text)
      throws InvalidQueryException {
    try {
      assertThat(compile(named(text)).sql()).isEqualTo(compile(named(HARMLESS)).sql());
    } catch (InvalidQueryException e) {
      assertThat(e.faults().get(0).field()).endsWith("/as");
    }
  }

  private static Map<String, Object> placed(String place, String text) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("view", place.equals("view") ? text : "energy_1h");
    query.put(
        "measures",
        List.of(
            Map.of(
                "aggregate", place.equals("aggregate") ? text : "sum",
                "field", place.equals("measure field") ? text : "energy_wh")));
    query.put(
        "dimensions",
        List.of(
            Map.of(
                "field", place.equals("dimension field") ? text : "window_start",
                "granularity", place.equals("granularity") ? text : "day",
                "time_zone", place.equals("time_zone") ? text : "UTC",
                "as", "d")));
    query.put(
        "filters",
        List.of(
            Map.of(
                "field", place.equals("filter field") ? text : "device_id",
                "operator", place.equals("operator") ? text : "eq",
                "values", List.of("a"))));
    query.put(
        "time_range",
        Map.of(
            "from", place.equals("from") ? text : "2026-11-01T00:00:00Z",
            "to", place.equals("to") ? text : "2026-11-02T00:00:00Z"));
    query.put(
        "order_by",
        List.of(
            Map.of(
                "field", place.equals("order field") ? text : "d",
                "direction", place.equals("direction") ? text : "asc")));
    return query;
  }

  @Provide
  Arbitrary<String> places() {
    return Arbitraries.of(NAME_PLACES);
  }

  @Property(tries = 300)
  void aNameThatIsNotOfTheCatalogIsRefused(
      @ForAll("places") String place, @ForAll("texts") String text) {
    try {
      CompiledQuery taken = compile(placed(place, text));
      assertThat(taken.sql()).as("only a name of the catalog").matches("[a-zA-Z0-9_\"'., ()?<>=]+");
      assertThat(text).matches("[A-Za-z_0-9/:-]+");
    } catch (InvalidQueryException e) {
      assertThat(e.faults()).isNotEmpty();
    }
  }
}
