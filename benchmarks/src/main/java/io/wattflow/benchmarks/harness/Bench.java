package io.wattflow.benchmarks.harness;

import io.wattflow.platform.FolderTree;
import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.Platform;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.StartedResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of one run of a benchmark: a folder of its own, the real parts as soon as somebody
 * asks for them, and whatever else was started. {@link #close} ends and deletes all of it, in
 * reverse order. So does Ctrl-C or SIGTERM: the thread that opened the workspace is interrupted,
 * and the JVM waits until it has closed everything. What a run that was killed has left is deleted
 * by the next one.
 *
 * <p>For one thread, that which opened it.
 */
public final class Bench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path home;
  private final Path folder;
  private final UnaryOperator<PlatformConfig> settings;
  private final StartedResources resources = new StartedResources(PATIENCE);
  private @Nullable Platform platform;
  private @Nullable KafkaBroker broker;

  private Bench(Path home, Path folder, UnaryOperator<PlatformConfig> settings) {
    this.home = home;
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * A workspace below the project's root, in {@code .wattflow/bench}.
   *
   * @param settings changes to the parts' usual configuration, whose ports are free ones
   * @throws IOException if the folder cannot be made
   */
  public static Bench open(UnaryOperator<PlatformConfig> settings) throws IOException {
    Path home = projectRoot();
    Path all = home.resolve(".wattflow").resolve("bench");
    Files.createDirectories(all);
    AbandonedRuns.cleanUp(all);
    Path folder = all.resolve(AbandonedRuns.PREFIX + ProcessHandle.current().pid());
    FolderTree.delete(folder);
    Files.createDirectories(folder);
    Bench bench = new Bench(home, folder, settings);
    bench.closeAtEnd(() -> FolderTree.delete(folder));
    return bench;
  }

  /** The project's root, as {@code bin/wattflow} passes it on. */
  public static Path projectRoot() {
    return Path.of(System.getProperty(PlatformConfig.HOME_PROPERTY, "."))
        .toAbsolutePath()
        .normalize();
  }

  /** The project's root. */
  public Path home() {
    return home;
  }

  /** For data, logs and checkpoints; deleted by {@link #close}. */
  public Path folder() {
    return folder;
  }

  /** Kafka, ClickHouse and Redis; started by the first call. */
  public Platform platform() {
    Platform started = platform;
    if (started == null) {
      if (broker != null) {
        throw new IllegalStateException("ask for the platform before its broker");
      }
      started = Platform.start(config());
      platform = started;
      closeAtEnd(started::close);
    }
    return started;
  }

  /** The broker alone; started by the first call. */
  public KafkaBroker kafka() {
    if (platform != null) {
      return platform.kafka();
    }
    KafkaBroker started = broker;
    if (started == null) {
      started = KafkaBroker.start(config());
      broker = started;
      closeAtEnd(started::close);
    }
    return started;
  }

  private PlatformConfig config() {
    return settings.apply(
        PlatformConfig.usual(folder.resolve("platform")).withHome(home).withPorts(0, 0, 0));
  }

  /** Has something closed by {@link #close}, before everything that was added earlier. */
  public void closeAtEnd(StartedResources.Closing resource) {
    resources.add(resource);
  }

  /** Whether the JVM has been told to stop: then a failure is a consequence, and no news. */
  public boolean stopping() {
    return resources.stopping();
  }

  @Override
  public void close() {
    resources.close();
  }
}
