package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.ProducedRecord.Kind;
import io.wattflow.simulation.TrueReading;
import io.wattflow.simulation.load.DoorAnswer.Problem;
import io.wattflow.simulation.load.DoorAnswer.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final ProducedRecord GOOD =
      new ProducedRecord(
          "d",
          new byte[0],
          1,
          Kind.PLAIN,
          new TrueReading(1, "d", "PLUG", 1, -1, 1, TrueReading.NO_POWER_FACTOR, -1, -1),
          null);
  private static final ProducedRecord BAD =
      new ProducedRecord("d", new byte[0], 1, Kind.MALFORMED, null, "ANY");

  private static DoorAnswer answer(int status, @Nullable String reason, Rejection... rejected) {
    Problem problem = reason == null ? null : new Problem(null, null, null, reason);
    return new DoorAnswer(status, 0, List.of(rejected), null, problem, 1);
  }

  private static Rejection rejection(int index, String reason) {
    return new Rejection(index, null, reason, null);
  }

  @Test
  void aPromiseIsForAllThatIsNotRejected() {
    Verdicts verdicts =
        Verdicts.of(
            List.of(GOOD, BAD, GOOD),
            answer(207, null, rejection(1, "R"), rejection(1, "S"), rejection(9, "beyond")));

    assertThat(verdicts.reason(0)).isNull();
    assertThat(verdicts.reason(1)).isEqualTo("S");
    assertThat(verdicts.accepted()).isEqualTo(2);
    assertThat(verdicts.againstPlan()).isZero();
  }

  @Test
  void aRefusalIsOfAllWhateverItNames() {
    Verdicts verdicts = Verdicts.of(List.of(GOOD, BAD), answer(422, "WHOLE", rejection(1, "THIS")));

    assertThat(verdicts.reason(0)).isEqualTo("WHOLE");
    assertThat(verdicts.reason(1)).isEqualTo("THIS");
    assertThat(verdicts.accepted()).isZero();
    assertThat(verdicts.againstPlan()).isEqualTo(1);
    assertThat(Verdicts.of(List.of(GOOD), answer(400, null)).reason(0)).isEqualTo("HTTP 400");
  }

  @Test
  void whatGoesAloneIsRefusedWithAnyOfItsParts() {
    DoorAnswer answer = answer(207, null, rejection(1, "TRAILING_BYTES"));

    assertThat(Verdicts.of(List.of(BAD), answer).reason(0)).isEqualTo("TRAILING_BYTES");
  }
}
