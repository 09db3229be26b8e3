package io.wattflow.simulation;

import java.util.List;

/**
 * How a table compares with the model.
 *
 * @param table name without the database
 * @param compared rows that both have; {@code differing} are among them
 * @param missing rows that only the model has
 * @param unexpected rows that only the table has
 * @param differing rows of which at least one column differs
 * @param examples the first differences in words, as many as were asked for
 */
public record CheckResult(
    String table,
    long compared,
    long missing,
    long unexpected,
    long differing,
    List<String> examples) {

  public CheckResult {
    examples = List.copyOf(examples);
  }

  /** Whether the table holds exactly the rows of the model. */
  public boolean agrees() {
    return missing == 0 && unexpected == 0 && differing == 0;
  }

  @Override
  public String toString() {
    String counts =
        "%s: %,d rows compared, %,d missing, %,d unexpected, %,d differing"
            .formatted(table, compared, missing, unexpected, differing);
    return examples.isEmpty() ? counts : counts + "\n  " + String.join("\n  ", examples);
  }
}
