package io.wattflow.benchmarks.harness;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.Platform;
import io.wattflow.platform.PlatformConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private static final long PATIENCE_SECONDS = 60;

  /** Something to be closed with the workspace. */
  @FunctionalInterface
  public interface Closing {
    /**
     * Closes it.
     *
     * @throws Exception what went wrong; it is reported, and closing goes on
     */
    void close() throws Exception;
  }

  private final Path home;
  private final Path folder;
  private final UnaryOperator<PlatformConfig> settings;
  private final Deque<Closing> open = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread owner = Thread.currentThread();
  private final Thread hook = new Thread(this::stop, "close-bench");
  private volatile boolean stopping;
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
    deleteAll(folder);
    Files.createDirectories(folder);
    Bench bench = new Bench(home, folder, settings);
    Runtime.getRuntime().addShutdownHook(bench.hook);
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

  /** The broker alone, "host:port" for clients; started by the first call. */
  public String kafkaBootstrap() {
    if (platform != null) {
      return platform.kafkaBootstrap();
    }
    KafkaBroker started = broker;
    if (started == null) {
      started = KafkaBroker.start(config());
      broker = started;
      closeAtEnd(started::close);
    }
    return started.bootstrap();
  }

  private PlatformConfig config() {
    return settings.apply(
        PlatformConfig.usual(folder.resolve("platform")).withHome(home).withPorts(0, 0, 0));
  }

  /** Has something closed by {@link #close}, before everything that was added earlier. */
  public void closeAtEnd(Closing resource) {
    open.push(resource);
  }

  /** Whether the JVM has been told to stop: then a failure is a consequence, and no news. */
  public boolean stopping() {
    return stopping;
  }

  private void stop() {
    if (closed.getCount() == 0) {
      return;
    }
    stopping = true;
    System.err.println("\nStopping everything ...");
    owner.interrupt();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("not everything has stopped in " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    // An interrupt means: close now. Kept, it would make each close a kill.
    boolean interrupted = Thread.interrupted();
    try {
      while (!open.isEmpty()) {
        closeOne(open.pop());
      }
      deleteAll(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("folder " + folder + " could not be deleted", e);
    } finally {
      closed.countDown();
      if (!stopping) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
      if (interrupted) {
        owner.interrupt();
      }
    }
  }

  // One that cannot be closed must not keep the others open.
  private static void closeOne(Closing resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      System.err.println("closing was interrupted");
    } catch (Exception e) {
      System.err.println("could not be closed: " + e);
    }
  }

  /** Deletes a folder with everything in it, if it is there. */
  public static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // who was just ended still cleaned up
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
