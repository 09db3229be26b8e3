package io.wattflow.benchmarks.harness;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code --heap}; to be mixed in. Its text and its default are each command's own. */
public final class HeapOption {
  private static final String NAME = "--heap";

  private final OptionSpec option;

  /**
   * The option of one command.
   *
   * @param of whose heap it is, for the help
   * @param usual the default, such as {@code 5g}
   */
  public HeapOption(String of, String usual) {
    this.option =
        OptionSpec.builder(NAME)
            .paramLabel("<size>")
            .type(String.class)
            .defaultValue(usual)
            .description("Heap of " + of + ". Default: ${DEFAULT-VALUE}.")
            .build();
  }

  @Spec
  void addTo(CommandSpec mixin) {
    mixin.addOption(option);
  }

  /** As {@code -Xmx} takes it. */
  public String size() {
    return option.getValue();
  }

  /**
   * The same in bytes.
   *
   * @throws BenchException if what was given is no size such as {@code 512m} or {@code 5g}
   */
  public long bytes() {
    String size = size();
    if (!size.matches("[1-9][0-9]{0,5}[mg]")) {
      throw new BenchException(NAME + " must be a size such as 512m or 5g: " + size);
    }
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return number << (size.endsWith("g") ? 30 : 20);
  }
}
