package io.wattflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    System.setProperty("jmh.ignoreLock", "true");
    return BenchCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void itIsListedAndHasHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("  micro");
    assertThat(run("micro", "--help")).isZero();
    assertThat(out.toString()).contains("bench micro", "--force", "-rff", "-prof gc");
  }

  @Test
  void whatJmhDoesNotKnowIsNamedInOneLine() {
    assertThat(run("micro", "--speed=9")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("wattflow bench micro").contains("speed");
  }

  @Test
  void aNameThatNoBenchmarkHasIsAnError() {
    assertThat(run("micro", "--force", "NoSuchBenchmark")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("wattflow bench micro").contains("-l lists");
  }

  @Test
  void argumentsGoToJmhAndResultsToAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new").resolve("decode.json");

    int exit =
        run(
            "micro",
            "--force",
            "DecodeBenchmark.peekEventTime",
            "-f",
            "0",
            "-bm",
            "ss",
            "-wi",
            "0",
            "-i",
            "1",
            "-v",
            "SILENT",
            "-rff",
            file.toString());

    assertThat(exit).isZero();
    assertThat(Files.readString(file)).contains("DecodeBenchmark.peekEventTime", "\"ns/op\"");
  }
}
