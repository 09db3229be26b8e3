package io.wattflow.integration.kit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run to its end.
 *
 * @param exitCode empty if it had not ended in time, and was killed
 * @param lines what it printed
 * @param took from its start to its end
 */
public record CommandRun(OptionalInt exitCode, List<String> lines, Duration took) {

  /** Runs a command, and kills it after {@code limit}. */
  static CommandRun of(List<String> command, Path log, Duration limit)
      throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    builder.environment().put("WATTFLOW_NO_BUILD", "1");
    long begin = System.nanoTime();
    Process process = builder.start();
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    return new CommandRun(
        ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(),
        Files.readString(log, StandardCharsets.UTF_8).lines().toList(),
        took);
  }
}
