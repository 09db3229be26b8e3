package io.wattflow.cli;

import io.wattflow.platform.BackgroundPlatform;
import io.wattflow.platform.BackgroundPlatform.PartStatus;
import io.wattflow.platform.BackgroundPlatform.Status;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wattflow status}. */
@Command(
    name = "status",
    description = {
      "Show what runs where, with data folders and logs.",
      "Exit code 0 if all parts answer, 1 if not."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  @Mixin private PlatformOptions options = new PlatformOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Status status = new BackgroundPlatform(options.config()).status();
    print(status, Objects.requireNonNull(spec).commandLine().getOut());
    return status.healthy() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** A line for each part. */
  static void print(Status status, PrintWriter out) {
    for (PartStatus part : status.parts()) {
      out.printf("%-11s %-9s %s%s%n", part.name(), word(part), part.address(), process(part));
      part.folder().ifPresent(folder -> out.printf("%21s data %s%n", "", folder));
      part.log().ifPresent(log -> out.printf("%21s log  %s%n", "", log));
    }
  }

  private static String word(PartStatus part) {
    if (part.healthy()) {
      return "up";
    }
    return part.running() ? "no answer" : "down";
  }

  private static String process(PartStatus part) {
    if (part.external()) {
      return "  (not ours)";
    }
    return part.pid().isPresent() ? "  pid " + part.pid().getAsLong() : "";
  }
}
