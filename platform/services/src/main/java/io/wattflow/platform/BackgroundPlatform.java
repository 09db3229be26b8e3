package io.wattflow.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Kafka, ClickHouse and Redis that stay when this process ends. They are found again through a file
 * in the data folder, so {@link #up} twice is harmless and {@link #down} stops just what {@code up}
 * started.
 */
public final class BackgroundPlatform {
  private static final long STOP_SECONDS = 20;

  private final PlatformConfig config;
  private final PlatformState state;

  /** The parts that belong to this configuration's data folder. */
  public BackgroundPlatform(PlatformConfig config) {
    this.config = config;
    this.state = new PlatformState(config);
  }

  /**
   * How one part stands.
   *
   * @param name such as "Kafka"
   * @param address for clients: "host:port" of Kafka, the URL of the others
   * @param external whether it runs elsewhere and is not ours to stop
   * @param pid of its process; empty when external or not running
   * @param healthy whether it answers now
   * @param folder of its data, absent when external
   * @param log of its output, absent when external
   */
  public record PartStatus(
      String name,
      String address,
      boolean external,
      OptionalLong pid,
      boolean healthy,
      Optional<Path> folder,
      Optional<Path> log) {
    /** Whether its process runs, or it runs elsewhere. */
    public boolean running() {
      return external || pid.isPresent();
    }
  }

  /** How all parts stand. */
  public record Status(PartStatus kafka, PartStatus clickHouse, PartStatus redis) {
    /** The parts in the order of their names here. */
    public List<PartStatus> parts() {
      return List.of(kafka, clickHouse, redis);
    }

    /** Whether all parts answer. */
    public boolean healthy() {
      return parts().stream().allMatch(PartStatus::healthy);
    }

    /** "host:port" for Kafka clients. */
    public String kafkaBootstrap() {
      return kafka.address();
    }

    /** Such as http://127.0.0.1:8123. */
    public URI clickHouseUrl() {
      return URI.create(clickHouse.address());
    }

    /** Such as redis://127.0.0.1:6379. */
    public URI redisUri() {
      return URI.create(redis.address());
    }
  }

  /** A part that {@link #down} stopped. */
  public record Stopped(String name, long pid) {}

  /** One of our own parts: how it is started, where, and how it is asked. */
  private record Kind(
      String name,
      int port,
      Optional<String> external,
      Function<PlatformConfig, Part> start,
      Function<Integer, String> address,
      Function<Integer, Boolean> answers) {}

  private List<Kind> kinds() {
    return List.of(
        new Kind(
            KafkaBroker.NAME,
            config.kafkaPort(),
            config.externalKafka(),
            KafkaBroker::startInBackground,
            port -> "127.0.0.1:" + port,
            KafkaBroker::serves),
        new Kind(
            ClickHouseEngine.NAME,
            config.clickHousePort(),
            config.externalClickHouse().map(URI::toString),
            ClickHouseEngine::startInBackground,
            port -> "http://127.0.0.1:" + port,
            port -> ClickHouseEngine.answers(URI.create("http://127.0.0.1:" + port))),
        new Kind(
            RedisNode.NAME,
            config.redisPort(),
            config.externalRedis().map(URI::toString),
            RedisNode::startInBackground,
            port -> "redis://127.0.0.1:" + port,
            RedisNode::answers));
  }

  /**
   * Starts the parts that do not run yet and waits until they are ready.
   *
   * @throws PlatformException when one fails; those that this call started are stopped again
   */
  public Status up() {
    return state.exclusively(this::startMissing);
  }

  private Status startMissing() {
    Installation.checkDisk(config);
    List<CompletableFuture<Part>> starts =
        kinds().stream()
            .filter(kind -> kind.external().isEmpty())
            .filter(
                kind -> state.find(kind.name()).flatMap(PlatformState.Started::process).isEmpty())
            .map(
                kind ->
                    CompletableFuture.supplyAsync(
                        () -> started(kind), task -> new Thread(task, "start").start()))
            .toList();
    try {
      CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      for (CompletableFuture<Part> start : starts) {
        if (!start.isCompletedExceptionally()) {
          Part part = start.join();
          part.close();
          state.remove(part.name());
        }
      }
      if (e.getCause() instanceof PlatformException cause) {
        throw cause;
      }
      throw e;
    }
    return status();
  }

  private Part started(Kind kind) {
    Part part = kind.start().apply(config);
    state.put(
        kind.name(),
        new PlatformState.Started(
            part.pid(), part.process().startedAt(), part.port(), part.folder(), part.log()));
    return part;
  }

  /** How the parts stand now; changes nothing. */
  public Status status() {
    List<PartStatus> parts = kinds().stream().map(this::statusOf).toList();
    return new Status(parts.get(0), parts.get(1), parts.get(2));
  }

  private PartStatus statusOf(Kind kind) {
    if (kind.external().isPresent()) {
      return new PartStatus(
          kind.name(),
          kind.external().get(),
          true,
          OptionalLong.empty(),
          externalAnswers(kind),
          Optional.empty(),
          Optional.empty());
    }
    Optional<PlatformState.Started> known = state.find(kind.name());
    int port = known.map(PlatformState.Started::port).orElse(kind.port());
    Optional<ProcessHandle> process = known.flatMap(PlatformState.Started::process);
    return new PartStatus(
        kind.name(),
        kind.address().apply(port),
        false,
        process.map(ProcessHandle::pid).map(OptionalLong::of).orElse(OptionalLong.empty()),
        process.isPresent() && kind.answers().apply(port),
        known.map(PlatformState.Started::folder),
        known.map(PlatformState.Started::log));
  }

  private boolean externalAnswers(Kind kind) {
    if (kind.name().equals(KafkaBroker.NAME)) {
      return config.externalKafka().map(KafkaBroker::answers).orElse(false);
    }
    if (kind.name().equals(ClickHouseEngine.NAME)) {
      return config.externalClickHouse().map(ClickHouseEngine::answers).orElse(false);
    }
    return config.externalRedis().map(RedisNode::answers).orElse(false);
  }

  /** Stops the parts that {@link #up} started, in their own time; data stays. */
  public List<Stopped> down() {
    return state.exclusively(
        () -> {
          List<Stopped> stopped = new ArrayList<>();
          for (Kind kind : kinds()) {
            Optional<ProcessHandle> process =
                state.find(kind.name()).flatMap(PlatformState.Started::process);
            process.ifPresent(
                running -> {
                  stop(kind.name(), running);
                  stopped.add(new Stopped(kind.name(), running.pid()));
                });
            state.remove(kind.name());
          }
          return List.copyOf(stopped);
        });
  }

  private static void stop(String name, ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException(name, "the wait for its end was interrupted", "repeat it", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot fail", e);
    }
  }
}
