package io.wattflow.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.simulation.CheckResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowsCheckedTest {
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(lines, true, StandardCharsets.UTF_8);

  @Test
  void whatTheChildTellsIsAddedUp() throws SubjectFailedException {
    RowsChecked.tell(out, new CheckResult("rollup_1m", 40, 0, 0, 0, List.of()));
    RowsChecked.tell(
        out, new CheckResult("telemetry", 100, 3, 2, 1, List.of("a: 1 / 2", "two\nlines")));

    RowsChecked checked = RowsChecked.of(told(), out);

    assertThat(checked).isEqualTo(new RowsChecked(140, 6));
    assertThat(lines.toString(StandardCharsets.UTF_8)).contains("a: 1 / 2; two lines");
  }

  @Test
  void nothingComparedIsNoAgreement() {
    assertThatThrownBy(() -> RowsChecked.of(Map.of("other", "1"), out))
        .isInstanceOf(SubjectFailedException.class);
  }

  private Map<String, String> told() {
    Map<String, String> told = new TreeMap<>();
    lines
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("@bench "))
        .map(line -> line.substring("@bench ".length()).split("=", 2))
        .forEach(pair -> told.put(pair[0], pair[1]));
    return told;
  }
}
