package io.wattflow.cli;

import io.wattflow.platform.BackgroundPlatform;
import io.wattflow.platform.BackgroundPlatform.Stopped;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wattflow down}. */
@Command(
    name = "down",
    description = {
      "Stop what `wattflow up` has started. Data stay.",
      "Harmless when nothing runs."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DownCommand implements Callable<Integer> {
  @Mixin private PlatformOptions options = new PlatformOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    List<Stopped> stopped = new BackgroundPlatform(options.config()).down();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    stopped.forEach(part -> out.printf("%-11s stopped (pid %d)%n", part.name(), part.pid()));
    if (stopped.isEmpty()) {
      out.println("Nothing was running.");
    }
    return ExitCode.OK;
  }
}
