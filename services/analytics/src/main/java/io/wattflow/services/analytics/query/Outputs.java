package io.wattflow.services.analytics.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.services.analytics.query.AdHocQuery.Dimension;
import io.wattflow.services.analytics.query.AdHocQuery.Measure;
import io.wattflow.services.analytics.query.AdHocQuery.Order;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the columns of an answer are, and gives each of them a name of its own. */
final class Outputs {
  private enum Direction {
    ASC,
    DESC
  }

  static final int MAX_DIMENSIONS = 8;
  static final int MAX_MEASURES = 16;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Set<String> DIMENSION_NAMES =
      Set.of("field", "granularity", "time_zone", "as");
  private static final Set<String> MEASURE_NAMES = Set.of("aggregate", "field", "as");
  private static final Set<String> ORDER_NAMES = Set.of("field", "direction");

  // Of both clocks: those of the JDK that ClickHouse knows too.
  private static final Set<String> ZONES = zones();

  private final View view;
  private final Faults faults;
  private final List<String> names = new ArrayList<>();

  Outputs(View view, Faults faults) {
    this.view = view;
    this.faults = faults;
  }

  private static Set<String> zones() {
    Set<String> zones = new HashSet<>(ZoneId.getAvailableZoneIds());
    zones.removeIf(zone -> zone.startsWith("SystemV/"));
    return Set.copyOf(zones);
  }

  static Set<String> knownZones() {
    return ZONES;
  }

  List<Dimension> dimensions(Members query) {
    List<Dimension> dimensions = new ArrayList<>();
    List<JsonNode> nodes = query.array("dimensions", MAX_DIMENSIONS);
    for (int i = 0; i < nodes.size(); i++) {
      Members members = Members.of(nodes.get(i), "/dimensions/" + i, faults, DIMENSION_NAMES);
      Column column = members == null ? null : members.column("field", view);
      if (members != null && column != null) {
        dimensions.add(dimension(members, column));
      }
    }
    return dimensions;
  }

  private Dimension dimension(Members members, Column column) {
    Granularity granularity = null;
    if (members.has("granularity") && !column.type().isTime()) {
      faults.add(members.pointer("granularity"), column.name() + " is not a time");
    } else {
      granularity = members.word("granularity", false, granularities(column));
    }
    ZoneId zone = ZoneOffset.UTC;
    if (members.has("time_zone") && column.type() != ColumnType.TIMESTAMP) {
      faults.add(members.pointer("time_zone"), column.name() + " is not an instant");
    } else {
      String text = members.text("time_zone", false);
      if (text != null && ZONES.contains(text)) {
        zone = ZoneId.of(text);
      } else if (text != null) {
        faults.add(members.pointer("time_zone"), "must be an IANA name, such as Europe/Berlin");
      }
    }
    return new Dimension(column, granularity, zone, name(members, column.name()));
  }

  private static Set<Granularity> granularities(Column column) {
    return column.type() == ColumnType.DATE
        ? EnumSet.range(Granularity.DAY, Granularity.YEAR)
        : EnumSet.allOf(Granularity.class);
  }

  List<Measure> measures(Members query) {
    List<Measure> measures = new ArrayList<>();
    List<JsonNode> nodes = query.array("measures", MAX_MEASURES);
    for (int i = 0; i < nodes.size(); i++) {
      Members members = Members.of(nodes.get(i), "/measures/" + i, faults, MEASURE_NAMES);
      Measure measure = members == null ? null : measure(members);
      if (measure != null) {
        measures.add(measure);
      }
    }
    if (nodes.isEmpty() && names.isEmpty()) {
      faults.add("/measures", "at least one measure or dimension is needed");
    }
    return measures;
  }

  private @Nullable Measure measure(Members members) {
    Aggregate aggregate = members.word("aggregate", true, EnumSet.allOf(Aggregate.class));
    if (aggregate == Aggregate.COUNT && !members.has("field")) {
      return new Measure(aggregate, null, name(members, aggregate.label()));
    }
    Column column = members.column("field", view);
    if (aggregate == null || column == null) {
      return null;
    }
    String pointer = members.pointer("aggregate");
    if (!column.aggregates().contains(aggregate)) {
      List<String> allowed = column.aggregates().stream().sorted().map(Aggregate::label).toList();
      faults.add(pointer, "of %s must be one of %s".formatted(column.name(), allowed));
    } else if (aggregate == Aggregate.SUM && view.notAddedUp() != null) {
      faults.add(pointer, "%s cannot be added up: %s".formatted(view.name(), view.notAddedUp()));
    }
    return new Measure(aggregate, column, name(members, aggregate.label() + "_" + column.name()));
  }

  private String name(Members members, String fallback) {
    String given = members.text("as", false);
    String name = given == null ? fallback : given;
    if (!NAME.matcher(name).matches()) {
      faults.add(
          members.pointer("as"), "must be of letters, digits and _, and at most 64 characters");
    } else if (names.contains(name)) {
      faults.add(
          members.pointer("as"), "the answer has this name already: give every column its own");
    }
    names.add(name);
    return name;
  }

  /** To be called behind the other two, whose names it knows. */
  List<Order> order(Members query) {
    List<Order> order = new ArrayList<>();
    List<JsonNode> nodes = query.array("order_by", MAX_DIMENSIONS);
    for (int i = 0; i < nodes.size(); i++) {
      Members members = Members.of(nodes.get(i), "/order_by/" + i, faults, ORDER_NAMES);
      if (members == null) {
        continue;
      }
      String name = members.text("field", true);
      Direction direction = members.word("direction", false, EnumSet.allOf(Direction.class));
      int output = name == null ? -1 : names.indexOf(name);
      if (name != null && output < 0) {
        faults.add(
            members.pointer("field"),
            "must be the name of a measure or dimension: " + String.join(", ", names));
      }
      order.add(new Order(output, direction == Direction.DESC));
    }
    return order;
  }
}
