package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.ProducedRecord.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final Batching THREE = new Batching(3, Duration.ofMillis(100));
  private static final long NO_END = Long.MAX_VALUE;

  private static ProducedRecord at(long millis) {
    return new ProducedRecord("d", new byte[0], millis, Kind.PLAIN, null, null);
  }

  /** One that must go alone. */
  private static ProducedRecord oddAt(long millis) {
    return new ProducedRecord("odd", new byte[0], millis, Kind.MALFORMED, null, null);
  }

  /** Each batch as its due time and the event times of its records. */
  private static List<String> cut(Batching batching, long endMillis, ProducedRecord... records) {
    Batches batches =
        new Batches(
            Arrays.asList(records).iterator(),
            batching,
            record -> record.kind() != Kind.MALFORMED,
            endMillis);
    List<String> cut = new ArrayList<>();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      cut.add(
          batch.dueMillis()
              + ": "
              + batch.records().stream().map(ProducedRecord::eventTimeMillis).toList());
    }
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    return cut;
  }

  @Test
  void aFullBatchIsDueWithItsLastRecord() {
    assertThat(cut(THREE, NO_END, at(10), at(20), at(30), at(40), at(50), at(60)))
        .containsExactly("30: [10, 20, 30]", "60: [40, 50, 60]");
  }

  @Test
  void aBatchThatDoesNotFillGoesWhenItsFirstRecordHasWaitedForLongEnough() {
    assertThat(cut(THREE, NO_END, at(10), at(110), at(111), at(300)))
        .containsExactly("110: [10, 110]", "211: [111]", "400: [300]");
  }

  @Test
  void aLateRecordIsDueWhenTheScriptComesToIt() {
    assertThat(cut(THREE, NO_END, at(1_000), at(3), at(1_010), at(4)))
        .containsExactly("1010: [1000, 3, 1010]", "1110: [4]");
  }

  @Test
  void whatMustGoAloneIsOvertakenByNothing() {
    assertThat(cut(THREE, NO_END, at(10), oddAt(20), at(30), oddAt(30), oddAt(31)))
        .containsExactly("20: [10]", "20: [20]", "30: [30]", "30: [30]", "31: [31]");
  }

  @Test
  void nothingIsDueAtTheEndOrLater() {
    assertThat(cut(THREE, 45, at(10), at(20), at(30), at(40), at(45), at(46)))
        .containsExactly("30: [10, 20, 30]", "45: [40]");
    assertThat(cut(THREE, 10, at(10))).isEmpty();
    assertThat(cut(THREE, NO_END)).isEmpty();
  }

  @Test
  void withoutLingerABatchIsOfOneMillisecond() {
    assertThat(cut(new Batching(3, Duration.ZERO), NO_END, at(1), at(2), at(2), at(3)))
        .containsExactly("1: [1]", "2: [2, 2]", "3: [3]");
  }

  @Test
  void bySizeAloneTheClockMeansNothing() {
    long day = Duration.ofDays(1).toMillis();
    assertThat(cut(Batching.ofSize(2), NO_END, at(0), at(365 * day), at(366 * day)))
        .containsExactly(365 * day + ": [0, 31536000000]", 36_866 * day + ": [31622400000]");
  }

  @Test
  void wrongBatchingNamesTheField() {
    assertThatThrownBy(() -> new Batching(0, Duration.ZERO)).hasMessageContaining("maxRecords");
    assertThatThrownBy(() -> new Batching(1, Duration.ofMillis(-1))).hasMessageContaining("linger");
  }
}
