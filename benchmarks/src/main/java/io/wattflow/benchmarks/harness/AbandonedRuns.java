package io.wattflow.benchmarks.harness;

import io.wattflow.platform.FolderTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What benchmarks have left that could not clean up, since they were killed: folders, and processes
 * that still work in them. A folder bears its benchmark's process id, and every process that a
 * benchmark starts has the folder in its command line.
 */
final class AbandonedRuns {
  static final String PREFIX = "run-";

  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)");
  private static final Path PROC = Path.of("/proc");
  private static final long END_SECONDS = 10;

  private AbandonedRuns() {}

  /**
   * Ends their processes and deletes their folders.
   *
   * @param all the folder that holds those of all runs
   * @throws IOException if one cannot be deleted
   */
  static void cleanUp(Path all) throws IOException {
    try (Stream<Path> runs = Files.list(all)) {
      for (Path run : runs.toList()) {
        Matcher name = NAME.matcher(String.valueOf(run.getFileName()));
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          endProcessesOf(run);
          FolderTree.delete(run);
        }
      }
    }
  }

  /** Does nothing where the system is not Linux. */
  private static void endProcessesOf(Path run) throws IOException {
    if (!Files.isDirectory(PROC)) {
      return;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (worksIn(run, process)) {
          end(Long.parseLong(String.valueOf(process.getFileName())));
        }
      }
    }
  }

  private static boolean worksIn(Path run, Path process) {
    try {
      String line =
          new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
      // Not the run whose number only begins in the same way.
      return Pattern.compile(Pattern.quote(run.toString()) + "(?!\\d)").matcher(line).find();
    } catch (IOException e) {
      return false; // it has ended meanwhile
    }
  }

  private static void end(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              process.destroyForcibly();
              try {
                process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (ExecutionException | TimeoutException e) {
                System.err.println("process " + pid + " of a killed benchmark does not end");
              }
            });
  }
}
