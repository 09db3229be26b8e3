package io.wattflow.schemas.golden;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * What a change of a schema may do: full transitive compatibility. Every version reads what every
 * other one wrote.
 */
final class SchemaEvolution {
  private SchemaEvolution() {}

  /** What is wrong with a history, oldest first; empty if nothing is. */
  static List<String> problems(List<Schema> versions) {
    List<String> problems = new ArrayList<>();
    for (int older = 0; older < versions.size(); older++) {
      for (int newer = older + 1; newer < versions.size(); newer++) {
        checkReads(versions, newer, older, problems);
        checkReads(versions, older, newer, problems);
        checkNames(versions, older, newer, problems);
        checkSymbols(versions, older, newer, problems);
      }
    }
    return problems;
  }

  private static void checkReads(
      List<Schema> versions, int reader, int writer, List<String> problems) {
    var result =
        SchemaCompatibility.checkReaderWriterCompatibility(
            versions.get(reader), versions.get(writer));
    if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
      problems.add(
          "version %d cannot read version %d: %s"
              .formatted(reader + 1, writer + 1, result.getDescription()));
    }
  }

  // Avro lets an optional field vanish or be renamed without a word, and its values with it.
  private static void checkNames(
      List<Schema> versions, int older, int newer, List<String> problems) {
    Set<String> known = new HashSet<>();
    for (Schema.Field field : versions.get(newer).getFields()) {
      known.add(field.name());
      known.addAll(field.aliases());
    }
    for (Schema.Field field : versions.get(older).getFields()) {
      if (!known.contains(field.name())) {
        problems.add(
            "field %s of version %d is neither a name nor an alias in version %d"
                .formatted(field.name(), older + 1, newer + 1));
      }
    }
  }

  // The position of a device type is the code that compact encodings keep.
  private static void checkSymbols(
      List<Schema> versions, int older, int newer, List<String> problems) {
    for (Schema.Field field : versions.get(older).getFields()) {
      Schema.Field successor = versions.get(newer).getField(field.name());
      if (successor == null
          || field.schema().getType() != Schema.Type.ENUM
          || successor.schema().getType() != Schema.Type.ENUM) {
        continue;
      }
      List<String> before = field.schema().getEnumSymbols();
      List<String> after = successor.schema().getEnumSymbols();
      if (after.size() < before.size() || !after.subList(0, before.size()).equals(before)) {
        problems.add(
            "symbols of %s are not appended from version %d to %d"
                .formatted(field.name(), older + 1, newer + 1));
      }
      if (successor.schema().getEnumDefault() == null) {
        problems.add("enum %s of version %d has no default".formatted(field.name(), newer + 1));
      }
    }
  }
}
