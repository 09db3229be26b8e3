package io.wattflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return BenchCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream",
        "cardinality",
        "end-to-end",
        "live",
        "latency",
        "recovery",
        "analytics",
        "micro"
      })
  void everyBenchmarkIsListedAndHasHelp(String name) {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("  " + name);
    assertThat(run(name, "--help")).isZero();
    assertThat(out.toString()).contains("bench " + name, "--force");
  }

  @ParameterizedTest
  @CsvSource({
    "stream, 'Heap of each subject. Default: 5g.'",
    "cardinality, 'Heap of the stream''s JVM. Default: 8g.'",
    "end-to-end, 'Heap of the stream''s process. Default: 6g.'",
    "live, 'Heap of the stream''s process. Default: 6g.'",
    "latency, 'Heap of the stream''s process. Default: 6g.'",
    "stream, 'An option of `wattflow stream` for the subject wattflow; repeatable.'",
    "live, It replaces what the benchmark sets.",
    "stream, Record each round with Java Flight Recorder into this folder.",
    "end-to-end, Write a JFR recording of each round of the stream into this folder.",
  })
  void theHelpHasEachBenchmarksOwnTextsAndDefaults(String name, String text) {
    assertThat(run(name, "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " ")).contains(text);
  }

  @Test
  void withoutArgumentsTheUsageIsShown() {
    assertThat(run()).isEqualTo(2);
    assertThat(out.toString()).contains("Usage: wattflow bench");
  }

  @ParameterizedTest
  @CsvSource({
    "stream, --subjects=spark, --subjects",
    "stream, --readings=0, --readings",
    "stream, --rounds=0, --rounds",
    "stream, --heap=lots, --heap",
    "stream, --stream-option=speed, --stream-option",
    "stream, '--ports=9092,8123', --ports",
    "stream, '--ports=9092,8123,70000', 70000",
    "cardinality, --devices=0, --devices",
    "end-to-end, --subjects=wattflow, --subjects",
    "end-to-end, --warm-ups=-1, --warm-ups",
    "end-to-end, --readings=1, --readings",
    "live, --rate=0, --rate",
    "latency, --rates=-5, --rates",
    "recovery, --devices=0, --devices",
    "analytics, --users=0, --users",
    "analytics, --devices=60, --users",
    "analytics, --zipf=-1, --zipf",
    "analytics, --subjects=ab, --subjects",
    "analytics, --connections=900000000, --connections",
    "analytics, --stream-option=--allowedLateness=2m, --allowedLateness",
  })
  void aValueThatCannotWorkIsNamedInOneLine(String name, String argument, String culprit) {
    assertThat(run(name, argument)).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("wattflow bench " + name).contains(culprit);
  }

  @Test
  void anUnknownOptionIsACommandLineError() {
    assertThat(run("stream", "--speed=9")).isEqualTo(2);
    assertThat(err.toString()).contains("--speed=9").contains("--help");
  }
}
