package io.wattflow.benchmarks.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found, and everything that is needed to judge and repeat it.
 *
 * @param benchmark its name on the command line
 * @param finished when
 * @param machine what it ran on
 * @param versions of the parts by name
 * @param commit of the sources, null outside of a git clone
 * @param workload what was measured, such as readings and devices, by name; in order
 * @param notes what a reader has to know, such as another load on the machine
 * @param results one for each subject; rates are compared with the first one that has a rate
 */
public record BenchReport(
    String benchmark,
    Instant finished,
    Machine machine,
    SortedMap<String, String> versions,
    @Nullable String commit,
    Map<String, String> workload,
    List<String> notes,
    List<SubjectResult> results) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the collections. */
  public BenchReport {
    workload = Collections.unmodifiableMap(new LinkedHashMap<>(workload));
    notes = List.copyOf(notes);
    results = List.copyOf(results);
  }

  /** A report of now, with this machine, and the versions and commit found at {@code home}. */
  public static BenchReport of(
      String benchmark,
      Path home,
      Map<String, String> workload,
      List<String> notes,
      List<SubjectResult> results) {
    return new BenchReport(
        benchmark,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        Machine.here(),
        Versions.of(home),
        Versions.commit(home).orElse(null),
        workload,
        notes,
        results);
  }

  /** Prints the results for people: medians, spread, ratios; then what they stand on. */
  public void printTable(PrintStream out) {
    out.println();
    rates().print(out);
    Table figures = figures();
    if (figures.hasRows()) {
      out.println();
      figures.print(out);
    }
    out.println();
    workload.forEach((name, value) -> out.printf("%s: %s%n", name, value));
    out.println("machine: " + machine);
    out.println("versions: " + joined(versions));
    if (commit != null) {
      out.println("commit: " + commit);
    }
    for (SubjectResult result : results) {
      if (!result.settings().isEmpty()) {
        out.println(result.name() + ": " + result.settings());
      }
    }
    notes.forEach(note -> out.println("note: " + note));
  }

  private Table rates() {
    OptionalDouble first =
        results.stream()
            .map(SubjectResult::median)
            .filter(OptionalDouble::isPresent)
            .findFirst()
            .orElse(OptionalDouble.empty());
    Table table = new Table("subject", "events/s", "lowest", "highest", "rounds", "ratio");
    for (SubjectResult result : results) {
      OptionalDouble median = result.median();
      if (median.isPresent()) {
        table.add(
            result.name(),
            text("%,.0f", median.getAsDouble()),
            text("%,.0f", result.lowest().orElseThrow()),
            text("%,.0f", result.highest().orElseThrow()),
            Integer.toString(result.samples().size()),
            text("%.2f", median.getAsDouble() / first.orElseThrow()));
      } else {
        table.add(
            result.name(), "none: " + (result.failure() == null ? "no round" : result.failure()));
      }
    }
    return table;
  }

  private Table figures() {
    List<String> head = new ArrayList<>(List.of("median (lowest - highest)"));
    results.forEach(result -> head.add(result.name()));
    Table table = new Table(head.toArray(String[]::new));
    results.stream()
        .flatMap(result -> result.medianFigures().keySet().stream())
        .distinct()
        .sorted()
        .forEach(
            figure -> {
              List<String> row = new ArrayList<>(List.of(figure));
              for (SubjectResult result : results) {
                row.add(spread(result.figure(figure)));
              }
              table.add(row.toArray(String[]::new));
            });
    return table;
  }

  private static String spread(List<Double> values) {
    OptionalDouble median = SubjectResult.median(values);
    if (median.isEmpty()) {
      return "";
    }
    String lowest = number(Collections.min(values));
    String highest = number(Collections.max(values));
    return lowest.equals(highest)
        ? lowest
        : number(median.getAsDouble()) + " (" + lowest + " - " + highest + ")";
  }

  private static String number(double value) {
    return Math.abs(value) >= 100 || value == Math.rint(value)
        ? text("%,.0f", value)
        : text("%.2f", value);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String joined(Map<String, String> values) {
    List<String> parts = new ArrayList<>();
    values.forEach((name, value) -> parts.add(name + " " + value));
    return String.join(", ", parts);
  }

  /**
   * Writes everything, each round's sample too, as JSON.
   *
   * @param fileOrFolder a file if its name ends in .json, otherwise a folder in which the file is
   *     named after the benchmark and the time; created if need be
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path writeJson(Path fileOrFolder) throws IOException {
    Path file =
        String.valueOf(fileOrFolder.getFileName()).endsWith(".json")
            ? fileOrFolder
            : fileOrFolder.resolve(benchmark + "-" + STAMP.format(finished) + ".json");
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return Files.writeString(file, JSON.writeValueAsString(tree()) + "\n");
  }

  private Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("benchmark", benchmark);
    tree.put("finished", finished.toString());
    tree.put("machine", machine);
    tree.put("versions", versions);
    tree.put("commit", commit);
    tree.put("workload", workload);
    tree.put("notes", notes);
    tree.put("results", results.stream().map(BenchReport::tree).toList());
    return tree;
  }

  private static Map<String, @Nullable Object> tree(SubjectResult result) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", result.name());
    tree.put("settings", result.settings());
    tree.put("failure", result.failure());
    tree.put("medianEventsPerSecond", orNull(result.median()));
    tree.put("lowestEventsPerSecond", orNull(result.lowest()));
    tree.put("highestEventsPerSecond", orNull(result.highest()));
    tree.put("medianFigures", result.medianFigures());
    tree.put("samples", result.samples());
    return tree;
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
