package io.wattflow.platform;

import java.nio.file.Path;

/** One part that runs as a process of its own. */
public sealed interface Part extends AutoCloseable
    permits KafkaBroker, ClickHouseEngine, RedisNode {
  /** Such as "Kafka". */
  String name();

  /** The port on 127.0.0.1; stays the same over a restart. */
  int port();

  /** The process's id. */
  long pid();

  /** Where its data lies; kept when it stops. */
  Path folder();

  /** What it prints. */
  Path log();

  /** Whether it answers now. */
  boolean isHealthy();

  /** Kills it at once (SIGKILL), as a fault would. Harmless when it does not run. */
  void kill();

  /** Starts it again on the same port and data, after {@link #kill} or while it runs. */
  void restart();

  /** Stops it in its own time (SIGTERM), after 15 s at once. Harmless when it does not run. */
  @Override
  void close();
}
