package io.wattflow.simulation.load;

import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.load.DoorAnswer.Problem;
import io.wattflow.simulation.load.DoorAnswer.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer of the door, laid out over the records of the body. */
public final class Verdicts {
  private final @Nullable String[] reasons;
  private int refused;
  private int againstPlan;

  private Verdicts(int size) {
    this.reasons = new String[size];
  }

  /**
   * What the answer says of each record.
   *
   * @param answer the last one: no promise and no refusal is taken back
   */
  public static Verdicts of(List<ProducedRecord> records, DoorAnswer answer) {
    Verdicts verdicts = new Verdicts(records.size());
    if (!answer.promise()) {
      for (int i = 0; i < records.size(); i++) {
        verdicts.refuse(records, i, reason(answer));
      }
    }
    for (Rejection rejection : answer.rejected()) {
      // Bytes that are sent alone may look like several readings to the door.
      int index = records.size() == 1 ? 0 : rejection.index();
      if (index >= 0 && index < records.size()) {
        verdicts.refuse(records, index, rejection.reason());
      }
    }
    return verdicts;
  }

  private static String reason(DoorAnswer answer) {
    Problem problem = answer.problem();
    return problem == null || problem.reason() == null
        ? "HTTP " + answer.status()
        : problem.reason();
  }

  private void refuse(List<ProducedRecord> records, int index, String reason) {
    if (reasons[index] == null) {
      refused++;
      againstPlan += records.get(index).reading() == null ? 0 : 1;
    }
    reasons[index] = reason;
  }

  /**
   * Why a record was refused; null if it is safe.
   *
   * @param index of the record, from 0
   */
  public @Nullable String reason(int index) {
    return reasons[index];
  }

  /** How many records are safe. */
  int accepted() {
    return reasons.length - refused;
  }

  /** How many good records were refused. */
  int againstPlan() {
    return againstPlan;
  }
}
