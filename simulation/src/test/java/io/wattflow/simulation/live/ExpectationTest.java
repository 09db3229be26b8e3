package io.wattflow.simulation.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ModelSettings;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.TelemetryScript;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  private static final Instant END = Instant.parse("2026-11-20T12:00:00Z");

  private final NaiveModel model =
      NaiveModel.of(
          TelemetryScript.of(7, Faults.demo(), Fleet.household(7, 50, END, Duration.ofMinutes(30))),
          ModelSettings.defaults());
  private final Expectation expectation = Expectation.of(model);

  @Test
  void everyWindowOfTheModelIsExpected() {
    TableTotals totals = expectation.totals();
    assertThat(totals.byTable().keySet())
        .containsExactly("telemetry", "rollup_1m", "rollup_5m", "rollup_1h", "rollup_1d");
    assertThat(totals.rows("telemetry")).isEqualTo(model.distinctReadings());
    // The versions of coarser windows are sums of those of their minutes.
    long minutes = versions(totals, "rollup_1m");
    assertThat(minutes).isEqualTo(model.distinctReadings());
    assertThat(versions(totals, "rollup_5m")).isEqualTo(5 * minutes);
    assertThat(versions(totals, "rollup_1h")).isEqualTo(minutes);
    assertThat(versions(totals, "rollup_1d")).isEqualTo(minutes);
    assertThat(totals.versions()).isEqualTo(9 * minutes);
  }

  private static long versions(TableTotals totals, String table) {
    TableTotals.Total total = totals.byTable().get(table);
    return total == null ? -1 : total.versions();
  }

  @Test
  void aMissingAndAnUnexpectedDeadLetterAreDifferences() {
    SortedMap<String, Long> found = new TreeMap<>(expectation.deadLetters());
    assertThat(expectation.checkDeadLetters(found).agrees()).isTrue();

    String first = found.firstKey();
    found.merge(first, -1L, Long::sum);
    found.put("UNHEARD_OF", 2L);
    CheckResult result = expectation.checkDeadLetters(found);
    assertThat(result.missing()).isEqualTo(1);
    assertThat(result.unexpected()).isEqualTo(2);
    assertThat(result.examples())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("UNHEARD_OF: found 2"));
  }
}
