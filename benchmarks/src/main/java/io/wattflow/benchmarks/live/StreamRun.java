package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.platform.FolderTree;
import io.wattflow.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one run of the stream reads and writes.
 *
 * @param topic of the readings
 * @param checkpoints folder of its checkpoints
 * @param log what it prints
 */
public record StreamRun(String topic, Path checkpoints, Path log) {
  private static final int PARTITIONS = 4;

  /**
   * What is done with one run of the stream.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Round<T> {
    /**
     * Does it.
     *
     * @throws SubjectFailedException if the stream broke down, or what it computed is wrong
     * @throws IOException as a consequence of the same
     * @throws SQLException as a consequence of the same
     */
    T run(Platform platform, StreamRun run)
        throws IOException, SQLException, InterruptedException, SubjectFailedException;
  }

  /**
   * A round of a subject, with new tables, and a topic and checkpoints that are deleted in the end.
   * What goes wrong in it is the subject's failure, see {@link SubjectWork#attempt}.
   *
   * @param name unique within the benchmark
   */
  public static <T> T round(Bench bench, String name, Round<T> round)
      throws InterruptedException, SubjectFailedException {
    Platform platform = bench.platform();
    StreamRun run = named(bench, name);
    return SubjectWork.attempt(
        bench::stopping,
        () -> {
          StreamTables.renew(platform);
          Topics.create(platform.kafkaBootstrap(), run.topic(), PARTITIONS);
          try {
            return round.run(platform, run);
          } finally {
            run.delete(bench, platform);
          }
        });
  }

  /**
   * A run whose topic and checkpoints go when the bench is closed.
   *
   * @param name unique within the benchmark
   */
  public static StreamRun named(Bench bench, String name) {
    return new StreamRun(
        "telemetry-" + name,
        bench.folder().resolve("checkpoints-" + name),
        bench.folder().resolve("stream-" + name + ".log"));
  }

  private void delete(Bench bench, Platform platform) throws IOException, InterruptedException {
    // Else the workspace is about to be deleted, and the broker may be gone.
    if (!bench.stopping()) {
      Topics.delete(platform.kafkaBootstrap(), topic);
      FolderTree.delete(checkpoints);
    }
  }

  /** The options of {@code wattflow stream}. */
  public List<String> options(Platform platform, StreamSettings settings) {
    List<String> options = new ArrayList<>(StreamTables.addresses(platform));
    options.addAll(
        List.of("--topic=" + topic, "--groupId=" + topic, "--checkpointDir=" + checkpoints));
    options.addAll(settings.options());
    return options;
  }
}
