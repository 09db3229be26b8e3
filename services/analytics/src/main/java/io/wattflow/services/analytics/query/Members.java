package io.wattflow.services.analytics.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object. What is not as it must be becomes a fault, and then null. */
final class Members {
  private static final int SHOWN = 40;

  private final JsonNode object;
  private final String pointer;
  private final Faults faults;

  private Members(JsonNode object, String pointer, Faults faults) {
    this.object = object;
    this.pointer = pointer;
    this.faults = faults;
  }

  /** The members of a node, which may have these names only; null if it is no object. */
  static @Nullable Members of(JsonNode node, String pointer, Faults faults, Set<String> names) {
    if (!node.isObject()) {
      faults.add(pointer, "must be a JSON object");
      return null;
    }
    for (Iterator<String> present = node.fieldNames(); present.hasNext(); ) {
      String name = present.next();
      if (!names.contains(name)) {
        String known = String.join(", ", new TreeSet<>(names));
        faults.add(pointer + "/" + escaped(name), "unknown; known are " + known);
      }
    }
    return new Members(node, pointer, faults);
  }

  /** RFC 6901, and not longer than a person reads. */
  private static String escaped(String name) {
    String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    return shown.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer of a member. */
  String pointer(String name) {
    return pointer + "/" + name;
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** A member that must be there. */
  @Nullable JsonNode required(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      faults.add(pointer(name), "missing");
    }
    return value;
  }

  /** A string, or null if it is missing: a fault where it is required. */
  @Nullable String text(String name, boolean required) {
    JsonNode value = required ? required(name) : object.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      faults.add(pointer(name), "must be a string");
      return null;
    }
    return value.textValue();
  }

  /** One of the words of an enum, in lower case. */
  <E extends Enum<E>> @Nullable E word(String name, boolean required, Set<E> allowed) {
    String text = text(name, required);
    if (text == null) {
      return null;
    }
    for (E each : allowed) {
      if (label(each).equals(text)) {
        return each;
      }
    }
    String words = allowed.stream().sorted().map(Members::label).collect(Collectors.joining(", "));
    faults.add(pointer(name), "must be one of " + words);
    return null;
  }

  private static String label(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** The elements of an array, none if it is missing; too many are a fault. */
  List<JsonNode> array(String name, int maxSize) {
    JsonNode value = object.get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      faults.add(pointer(name), "must be an array");
      return List.of();
    }
    if (value.size() > maxSize) {
      faults.add(pointer(name), "must have at most %d elements".formatted(maxSize));
      return List.of();
    }
    List<JsonNode> elements = new ArrayList<>();
    value.forEach(elements::add);
    return elements;
  }

  /** A whole number within bounds. */
  int number(String name, int fallback, int min, int max) {
    JsonNode value = object.get(name);
    if (value == null) {
      return fallback;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      faults.add(pointer(name), "must be a whole number from %d to %d".formatted(min, max));
      return fallback;
    }
    return value.intValue();
  }

  /** The column that a member names. */
  @Nullable Column column(String name, View view) {
    String text = text(name, true);
    if (text == null) {
      return null;
    }
    Column column = view.column(text);
    if (column == null) {
      String known = view.columns().stream().map(Column::name).collect(Collectors.joining(", "));
      faults.add(pointer(name), "not a column of %s; it has %s".formatted(view.name(), known));
    }
    return column;
  }
}
