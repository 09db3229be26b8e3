package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
  private final BenchReport report =
      new BenchReport(
          "stream",
          Instant.parse("2026-11-24T01:02:03Z"),
          new Machine("Some CPU", 2, 16_000, "Linux 6", "OpenJDK 17"),
          new TreeMap<>(Map.of("Beam", "2.70.0")),
          "abc1234-dirty",
          Map.of("workload", "20 readings"),
          List.of("another load is on the machine"),
          List.of(
              result("ours", 2_000_000, 1_000_000, 3_000_000),
              result("peer", 500_000, 400_000, 600_000),
              new SubjectResult("liar", "", List.of(), "WRONG: 19, not 20")));

  private static SubjectResult result(String name, double... rates) {
    return new SubjectResult(
        name,
        "-Xmx5g",
        java.util.Arrays.stream(rates)
            .mapToObj(rate -> Sample.of(rate, Map.of("heap MB", rate / 1e4)))
            .toList(),
        null);
  }

  @Test
  void theTableHasMediansSpreadAndRatios() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    report.printTable(new PrintStream(printed, true, StandardCharsets.UTF_8));
    List<String> lines =
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.replaceAll(" +", " "))
            .toList();
    assertThat(lines)
        .contains(
            "ours 2,000,000 1,000,000 3,000,000 3 1.00",
            "peer 500,000 400,000 600,000 3 0.25",
            "liar none: WRONG: 19, not 20",
            "heap MB 200 (100 - 300) 50 (40 - 60)",
            "workload: 20 readings",
            "versions: Beam 2.70.0",
            "commit: abc1234-dirty",
            "peer: -Xmx5g",
            "note: another load is on the machine")
        .anyMatch(line -> line.startsWith("machine: Some CPU, 2 cores, 16,000 MB"));
  }

  @Test
  void theRatioIsToTheFirstOneThatHasARate() {
    BenchReport others =
        new BenchReport(
            "stream",
            report.finished(),
            report.machine(),
            new TreeMap<>(),
            null,
            Map.of(),
            List.of(),
            List.of(report.results().get(2), report.results().get(1), report.results().get(0)));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    others.printTable(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8).replaceAll(" +", " "))
        .contains("ours 2,000,000 1,000,000 3,000,000 3 4.00")
        .doesNotContain("commit:");
  }

  @Test
  void theJsonHasEveryRound(@TempDir Path folder) throws IOException {
    Path file = report.writeJson(folder.resolve("results"));
    assertThat(file).hasFileName("stream-20261124-010203.json");
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
    assertThat(json.at("/versions/Beam").asText()).isEqualTo("2.70.0");
    assertThat(json.at("/results/0/medianEventsPerSecond").asDouble()).isEqualTo(2_000_000);
    assertThat(json.at("/results/0/samples/2/eventsPerSecond").asDouble()).isEqualTo(3_000_000);
    assertThat(json.at("/results/1/medianFigures/heap MB").asDouble()).isEqualTo(50);
    assertThat(json.at("/results/2/medianEventsPerSecond").isNull()).isTrue();
    assertThat(json.at("/results/2/failure").asText()).startsWith("WRONG");
  }

  @Test
  void theJsonGoesToTheFileThatIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("here").resolve("mine.json");
    assertThat(report.writeJson(file)).isEqualTo(file).exists();
  }

  @Test
  void aReportOfNowKnowsTheMachineAndTheVersions() {
    BenchReport now = BenchReport.of("x", Bench.projectRoot(), Map.of(), List.of(), List.of());
    assertThat(now.machine().cores()).isPositive();
    assertThat(now.versions()).containsKeys("Beam", "Flink", "Kafka client", "Kafka Streams");
  }
}
