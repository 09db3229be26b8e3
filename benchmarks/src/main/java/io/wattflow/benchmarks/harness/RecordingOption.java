package io.wattflow.benchmarks.harness;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code --jfr}; to be mixed in. Its text is each command's own. */
public final class RecordingOption {
  private final OptionSpec option;

  /**
   * The option of one command.
   *
   * @param description for the help
   */
  public RecordingOption(String description) {
    this.option =
        OptionSpec.builder("--jfr")
            .paramLabel("<folder>")
            .type(Path.class)
            .description(description)
            .build();
  }

  @Spec
  void addTo(CommandSpec mixin) {
    mixin.addOption(option);
  }

  /** Into the folder that was given, if one was. */
  public Recordings recordings() {
    Path folder = option.getValue();
    return new Recordings(Optional.ofNullable(folder));
  }
}
