package io.wattflow.simulation.live;

import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.NaiveModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the model says must be there in the end, computed once.
 *
 * @param model has taken in all that was sent
 * @param totals what the tables must hold
 * @param deadLetters dead letters by reason
 * @param statuses what Redis must hold
 */
public record Expectation(
    NaiveModel model,
    TableTotals totals,
    SortedMap<String, Long> deadLetters,
    StatusCheck statuses) {

  /** What follows from what the model has taken in so far. */
  public static Expectation of(NaiveModel model) {
    return new Expectation(
        model,
        TableTotals.expected(model),
        new TreeMap<>(model.deadLetters()),
        StatusCheck.of(model));
  }

  /** Compares dead letters by reason; every record counts as a row. */
  public CheckResult checkDeadLetters(SortedMap<String, Long> found) {
    long compared = 0;
    long missing = 0;
    long unexpected = 0;
    List<String> examples = new ArrayList<>();
    SortedMap<String, Long> reasons = new TreeMap<>(deadLetters);
    found.forEach((reason, count) -> reasons.putIfAbsent(reason, 0L));
    for (String reason : reasons.keySet()) {
      long have = found.getOrDefault(reason, 0L);
      long want = deadLetters.getOrDefault(reason, 0L);
      compared += Math.min(have, want);
      missing += Math.max(0, want - have);
      unexpected += Math.max(0, have - want);
      if (have != want) {
        examples.add(reason + ": found " + have + ", expected " + want);
      }
    }
    return new CheckResult("dead letters", compared, missing, unexpected, 0, examples);
  }
}
