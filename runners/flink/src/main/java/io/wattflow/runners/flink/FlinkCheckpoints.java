package io.wattflow.runners.flink;

import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.jspecify.annotations.Nullable;

/** Where checkpoints go, and which one a job goes on from. */
final class FlinkCheckpoints {
  /** The embedded cluster. */
  static final String LOCAL = "[local]";

  private static final String DEFAULT_FOLDER = ".wattflow/checkpoints";
  private static final Duration LEAST_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final String LATEST = "latest";
  private static final String METADATA = "_metadata";

  private FlinkCheckpoints() {}

  /**
   * Settles storage, retention and the restore path.
   *
   * <p>Checkpoints are kept when the job ends or is killed, so that it can go on from them. Flink's
   * default storage is the JobManager's heap, which fails quietly past 5 MB a subtask; so an
   * embedded cluster always gets a folder.
   *
   * @return whether the job restores a checkpoint
   * @throws OptionException if there is nothing at {@code --restoreFrom}
   * @throws IOException if a folder cannot be read or written
   */
  static boolean prepare(FlinkStreamOptions options) throws IOException {
    boolean local = LOCAL.equals(options.getFlinkMaster());
    String folder = options.getCheckpointDir();
    if (folder == null && local) {
      folder = DEFAULT_FOLDER;
    }
    if (folder != null) {
      options.setStateBackendStoragePath(url(folder));
      if (options.getStateBackend() == null) {
        options.setStateBackend("filesystem");
      }
    } else if (options.getStateBackend() != null) {
      throw new OptionException("checkpointDir", "", "is needed with --stateBackend");
    }
    options.setExternalizedCheckpointsEnabled(true);
    options.setRetainExternalizedCheckpointsOnCancellation(true);
    setTimeout(options);
    Optional<String> restore = restorePath(options.getRestoreFrom(), folder);
    if (folder != null && url(folder).startsWith("file:")) {
      FixedSettings settings = FixedSettings.of(options);
      Path path = Paths.get(URI.create(url(folder)));
      if (restore.isPresent()) {
        settings.requireSameAs(path);
      } else {
        settings.write(path);
      }
    }
    if (restore.isPresent()) {
      if (local) {
        restoreEmbedded(options, restore.get());
      } else {
        options.setSavepointPath(restore.get());
      }
    }
    return restore.isPresent();
  }

  /** A sink that waits for its store holds up the barrier, and must be allowed to. */
  private static void setTimeout(FlinkStreamOptions options) {
    if (options.getCheckpointTimeoutMillis() < 0) {
      Duration outage =
          OptionValues.duration("maxOutage", options.getMaxOutage(), Duration.ofSeconds(1));
      options.setCheckpointTimeoutMillis(
          Math.max(LEAST_TIMEOUT.toMillis(), outage.plus(MARGIN).toMillis()));
    }
  }

  private static Optional<String> restorePath(String restoreFrom, @Nullable String folder)
      throws IOException {
    if (restoreFrom.isEmpty()) {
      return Optional.empty();
    }
    if (!restoreFrom.equals(LATEST)) {
      String path = url(restoreFrom);
      if (path.startsWith("file:")
          && !Files.exists(Paths.get(URI.create(path)).resolve(METADATA))) {
        throw new OptionException(
            "restoreFrom", restoreFrom, "is no checkpoint: it has no file " + METADATA);
      }
      return Optional.of(path);
    }
    if (folder == null || !url(folder).startsWith("file:")) {
      throw new OptionException(
          "restoreFrom", restoreFrom, "works with a local --checkpointDir only; give the path");
    }
    return newest(Paths.get(URI.create(url(folder))));
  }

  /**
   * The newest checkpoint that was completed below {@code folder} since a job last started anew
   * there; empty if there is none yet.
   */
  private static Optional<String> newest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    // <folder>/<job id>/chk-<n>
    try (Stream<Path> folders =
        Files.find(folder, 2, (path, a) -> Files.exists(path.resolve(METADATA)))) {
      long since = FixedSettings.startedAnewMillis(folder);
      return folders
          .filter(path -> completedMillis(path) >= since)
          .max(Comparator.comparingLong(FlinkCheckpoints::completedMillis))
          .map(checkpoint -> checkpoint.toUri().toString());
    }
  }

  private static long completedMillis(Path checkpoint) {
    return checkpoint.resolve(METADATA).toFile().lastModified();
  }

  /** The embedded cluster ignores {@code --savepointPath}, but not its configuration file. */
  private static void restoreEmbedded(FlinkPipelineOptions options, String path)
      throws IOException {
    Path folder = Files.createTempDirectory("wattflow-flink");
    Path file = folder.resolve("flink-conf.yaml");
    String given = "";
    if (options.getFlinkConfDir() != null) {
      given = Files.readString(Path.of(options.getFlinkConfDir(), "flink-conf.yaml")) + "\n";
    }
    Files.writeString(file, given + "execution.savepoint.path: " + path + "\n");
    file.toFile().deleteOnExit();
    folder.toFile().deleteOnExit();
    options.setFlinkConfDir(folder.toString());
  }

  private static String url(String pathOrUrl) {
    return pathOrUrl.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
        ? pathOrUrl
        : Path.of(pathOrUrl).toAbsolutePath().normalize().toUri().toString();
  }
}
