package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.harness.BenchException;
import picocli.CommandLine.Option;

/** {@code --users}, of benchmarks that watch single readings; to be mixed in. */
public final class UsersOption {
  @Option(
      names = "--users",
      defaultValue = "12",
      paramLabel = "<n>",
      description =
          "Users whose readings are watched, about six devices each. Default: ${DEFAULT-VALUE}.")
  private int users;

  /**
   * How many.
   *
   * @throws BenchException if below 1
   */
  public int number() {
    if (users < 1) {
      throw new BenchException("--users must be at least 1: " + users);
    }
    return users;
  }
}
