package io.wattflow.platform.clickhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The process that serves one data folder over ClickHouse's HTTP interface, on 127.0.0.1 only.
 * Prints one line when it is ready, and ends on SIGTERM.
 */
public final class ClickHouseFront {
  private static final Duration SLOT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration SESSION_CHECK = Duration.ofSeconds(5);

  private ClickHouseFront() {}

  /** See {@code --help}. */
  public static void main(String[] args) throws InterruptedException {
    FrontOptions options;
    try {
      options = FrontOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("clickhouse-front: " + e.getMessage());
      System.err.println(FrontOptions.HELP);
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.println(FrontOptions.HELP);
      return;
    }
    if (!Files.isReadable(options.library())) {
      System.err.println(
          "clickhouse-front: the engine is not at "
              + options.library()
              + "; run: mvn -pl platform/clickhouse install");
      System.exit(1);
    }
    try {
      serve(options);
    } catch (EngineException | IOException e) {
      System.err.println("clickhouse-front: " + e.getMessage());
      // The engine's threads would keep the process alive.
      Runtime.getRuntime().halt(1);
    }
    new CountDownLatch(1).await();
  }

  private static void serve(FrontOptions options) throws EngineException, IOException {
    Engine engine = Engine.start(options.library(), options.folder(), options.memoryBytes());
    Connections connections = new Connections(engine);
    int cores = Runtime.getRuntime().availableProcessors();
    Slots slots = new Slots(Math.max(8, 2 * cores), Math.max(4, 2 * cores), SLOT_PATIENCE);
    StatementRunner runner =
        new StatementRunner(
            engine, connections, slots, options.queryTimeout(), options.memoryBytes() / 4);
    HttpFront front = new HttpFront(options.port(), engine, runner);
    ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(daemon());
    sweeper.scheduleWithFixedDelay(
        connections::closeIdleSessions,
        SESSION_CHECK.toMillis(),
        SESSION_CHECK.toMillis(),
        TimeUnit.MILLISECONDS);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  front.close();
                  sweeper.shutdownNow();
                  connections.close();
                  engine.close();
                  // Native threads may not want to end; all acknowledged data is on disk.
                  Runtime.getRuntime().halt(0);
                },
                "shutdown"));
    front.start();
    System.out.println(
        "clickhouse-front: engine "
            + engine.version()
            + " ready on http://127.0.0.1:"
            + front.port()
            + " with data in "
            + options.folder());
  }

  private static java.util.concurrent.ThreadFactory daemon() {
    return task -> {
      Thread thread = new Thread(task, "sessions");
      thread.setDaemon(true);
      return thread;
    };
  }
}
