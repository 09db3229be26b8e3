package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.simulation.MergeCompare.Column;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergeCompareTest {
  private record Row(Series series, long time, @Nullable Double value, int other) {}

  private static final Series A = new Series(1, "a", "METER");
  private static final Series B = new Series(1, "b", "METER");

  private static CheckResult compare(List<Row> stored, List<Row> expected, int maxExamples) {
    return new MergeCompare<Row>(
            Row::series,
            Row::time,
            Comparator.comparing(Row::series).thenComparingLong(Row::time),
            List.of(new Column<>("value", Row::value), new Column<>("other", Row::other)),
            maxExamples)
        .compare("t", stored.iterator(), expected.iterator());
  }

  @Test
  void equalRowsAgree() {
    List<Row> rows = List.of(new Row(A, 0, 1.5, 1), new Row(A, 60_000, null, 1));
    CheckResult result = compare(rows, rows, 5);
    assertThat(result.agrees()).isTrue();
    assertThat(result.compared()).isEqualTo(2);
    assertThat(result.examples()).isEmpty();
  }

  @Test
  void everyKindOfDifferenceIsCountedAndTold() {
    List<Row> stored =
        List.of(
            new Row(A, 0, 1.5, 1),
            new Row(A, 120_000, 1.0, 2),
            new Row(A, 180_000, null, 1),
            new Row(B, 0, 1.0, 1));
    List<Row> expected =
        List.of(
            new Row(A, 0, Math.nextUp(1.5), 1),
            new Row(A, 60_000, 1.0, 1),
            new Row(A, 120_000, 2.0, 3),
            new Row(A, 180_000, 0.0, 1));
    CheckResult result = compare(stored, expected, 10);
    assertThat(result.agrees()).isFalse();
    assertThat(result.compared()).isEqualTo(3);
    assertThat(result.differing()).isEqualTo(3);
    assertThat(result.missing()).isEqualTo(1);
    assertThat(result.unexpected()).isEqualTo(1);
    assertThat(result.examples())
        .containsExactly(
            "user 1, METER a, 1970-01-01T00:00:00Z: value: stored 1.5, expected 1.5000000000000002",
            "user 1, METER a, 1970-01-01T00:01:00Z: is expected and not stored",
            "user 1, METER a, 1970-01-01T00:02:00Z: value: stored 1.0, expected 2.0",
            "user 1, METER a, 1970-01-01T00:02:00Z: other: stored 2, expected 3",
            "user 1, METER a, 1970-01-01T00:03:00Z: value: stored null, expected 0.0",
            "user 1, METER b, 1970-01-01T00:00:00Z: is stored and not expected");
  }

  @Test
  void examplesAreLimitedAndCountsAreNot() {
    List<Row> expected =
        List.of(new Row(A, 0, 1.0, 1), new Row(A, 1, 1.0, 1), new Row(B, 0, 1.0, 1));
    CheckResult result = compare(List.of(), expected, 2);
    assertThat(result.missing()).isEqualTo(3);
    assertThat(result.examples()).hasSize(2);
    assertThat(result.toString()).startsWith("t: 0 rows compared, 3 missing, 0 unexpected");
  }
}
