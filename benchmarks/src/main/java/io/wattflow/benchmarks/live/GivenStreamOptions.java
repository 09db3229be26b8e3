package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.harness.BenchException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code --stream-option}; to be mixed in. Its text is each command's own. */
public final class GivenStreamOptions {
  private final OptionSpec option;

  /**
   * The option of one command.
   *
   * @param description for the help
   */
  public GivenStreamOptions(String description) {
    this.option =
        OptionSpec.builder(StreamSettings.GIVEN_WITH)
            .paramLabel("<--name=value>")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(description)
            .build();
  }

  @Spec
  void addTo(CommandSpec mixin) {
    mixin.addOption(option);
  }

  /** What was given, in its order. */
  public List<String> all() {
    List<String> given = option.getValue();
    return given == null ? List.of() : List.copyOf(given);
  }

  /**
   * Together with what the benchmark sets, as {@link StreamSettings#of} has it.
   *
   * @throws BenchException naming the first one that cannot work
   */
  public StreamSettings over(List<String> own) {
    return StreamSettings.of(own, all());
  }

  /**
   * Checks them on their own, for a benchmark that sets options only when it starts the stream.
   *
   * @throws BenchException naming the first one that cannot work
   */
  public void requireUsable() {
    StreamSettings unused = over(List.of("--checkpointingInterval=10000"));
  }
}
