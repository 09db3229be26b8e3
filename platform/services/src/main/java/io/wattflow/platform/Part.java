package io.wattflow.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One part that runs as a process of its own, on the loopback interface. */
public abstract sealed class Part implements AutoCloseable
    permits KafkaBroker, ClickHouseEngine, RedisNode {
  private final String name;
  private final int port;
  private final Path folder;
  private final Path log;
  private final Duration startTimeout;
  private @Nullable PartProcess process;

  /** A part that does not run yet; {@link #begin} starts it. */
  Part(String name, int wantedPort, PlatformConfig config) {
    String key = name.toLowerCase(Locale.ROOT);
    this.name = name;
    this.port = Ports.claim(name, wantedPort);
    this.folder = config.folder().resolve(key);
    this.log = config.folder().resolve("logs").resolve(key + ".log");
    this.startTimeout = config.startTimeout();
  }

  /** Starts a new process on the part's port and data; does not wait. */
  abstract PartProcess launch();

  /** Whether the part answers on its port. */
  abstract boolean answers();

  /** Starts the part and waits until it answers. */
  final void begin() {
    PartProcess started = launch();
    process = started;
    started.awaitReady(this::answers, startTimeout);
  }

  final PartProcess process() {
    if (process == null) {
      throw new IllegalStateException(name + " has not been started");
    }
    return process;
  }

  /** Such as "Kafka". */
  public final String name() {
    return name;
  }

  /** The port on 127.0.0.1; stays the same over a restart. */
  public final int port() {
    return port;
  }

  /** The process's id. */
  public final long pid() {
    return process().pid();
  }

  /** Where its data lies; kept when it stops. */
  public final Path folder() {
    return folder;
  }

  /** What it prints. */
  public final Path log() {
    return log;
  }

  /** Whether it answers now. */
  public final boolean isHealthy() {
    return process().isAlive() && answers();
  }

  /** Kills it at once (SIGKILL), as a fault would. Harmless when it does not run. */
  public final void kill() {
    process().kill();
  }

  /** Starts it again on the same port and data, after {@link #kill} or while it runs. */
  public final void restart() {
    process().stop();
    begin();
  }

  /** Stops it in its own time (SIGTERM), after 15 s at once. Harmless when it does not run. */
  @Override
  public final void close() {
    process().stop();
  }
}
