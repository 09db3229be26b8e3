package io.wattflow.platform.flink;

import io.wattflow.platform.PartProcess;
import io.wattflow.platform.PlatformException;
import io.wattflow.platform.Ports;
import io.wattflow.platform.Programs;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink session cluster: one JobManager and one TaskManager, a process each, on 127.0.0.1. Their
 * class path holds what a Flink distribution has and nothing of ours, so that a job has to bring
 * all it needs, and its classes come before the cluster's, as in production.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final String NAME = "Flink";
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 2_000;

  /** The jars of a distribution's {@code lib}, and those that are shaded into flink-dist. */
  private static final Pattern DISTRIBUTION =
      Pattern.compile(
          "(flink|log4j|slf4j|commons-(cli|collections|compress|io|lang3|math3|text)|kryo|minlog"
              + "|objenesis|chill-java|javassist|snappy-java|jsr305|frocksdbjni|async-profiler)"
              + "-.*\\.jar");

  private static final Pattern OPENS = Pattern.compile("<jvm.opens>(.*)</jvm.opens>");

  private final int restPort;
  private final Path logs;
  private final PartProcess jobManager;
  private final PartProcess taskManager;

  private FlinkCluster(int restPort, Path logs, PartProcess jobManager, PartProcess taskManager) {
    this.restPort = restPort;
    this.logs = logs;
    this.jobManager = jobManager;
    this.taskManager = taskManager;
  }

  /**
   * Starts both processes and waits until the TaskManager's slots are offered.
   *
   * @param home the project's root folder; {@code runners/flink} must have been built
   * @param folder for configuration, logs and temporary files
   * @param slots of the TaskManager; at least 1
   * @throws PlatformException if one does not start; then none is left running
   */
  public static FlinkCluster start(Path home, Path folder, int slots) {
    Path root = folder.toAbsolutePath().normalize();
    int restPort = Ports.claim(NAME, 0);
    Path logs = root.resolve("logs");
    List<String> base = command(home);
    configure(root, restPort, slots);
    PartProcess jobManager =
        launch(base, List.of("-Xmx512m"), JOB_MANAGER, root, logs.resolve("jobmanager.log"));
    try {
      jobManager.awaitReady(() -> overview(restPort).contains("\"slots-total\""), START_TIMEOUT);
      PartProcess taskManager =
          launch(
              base,
              List.of("-Xmx1g", "-XX:MaxDirectMemorySize=512m"),
              TASK_MANAGER,
              root,
              logs.resolve("taskmanager.log"));
      FlinkCluster cluster = new FlinkCluster(restPort, logs, jobManager, taskManager);
      try {
        taskManager.awaitReady(
            () -> overview(restPort).contains("\"slots-total\":" + slots), START_TIMEOUT);
      } catch (PlatformException e) {
        taskManager.stop();
        throw e;
      }
      return cluster;
    } catch (PlatformException e) {
      jobManager.stop();
      throw e;
    }
  }

  private static PartProcess launch(
      List<String> base, List<String> memory, String main, Path root, Path log) {
    List<String> command = new ArrayList<>(Programs.java(memory.toArray(new String[0])));
    command.addAll(base);
    command.addAll(List.of(main, "--configDir", root.resolve("conf").toString()));
    return PartProcess.start(new PartProcess.Spec(NAME, command, Map.of(), log, false));
  }

  private static List<String> command(Path home) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(opens(home.resolve("pom.xml")).split(" ")));
    command.addAll(
        List.of(
            "-Duser.timezone=UTC",
            "-Dlog4j2.level=WARN",
            "-cp",
            classPath(home.resolve(Path.of("runners", "flink", "target", "lib")))));
    return command;
  }

  /** What Flink needs to see of the JDK; written down once, in the parent POM. */
  private static String opens(Path pom) {
    try {
      Matcher matcher = OPENS.matcher(Files.readString(pom));
      if (matcher.find()) {
        return matcher.group(1);
      }
    } catch (IOException e) {
      throw new PlatformException(NAME, pom + " cannot be read: " + e.getMessage(), "check it", e);
    }
    throw new PlatformException(NAME, pom + " has no property jvm.opens", "check it");
  }

  private static String classPath(Path libraries) {
    try (Stream<Path> jars = Files.list(libraries)) {
      String found =
          jars.filter(jar -> DISTRIBUTION.matcher(String.valueOf(jar.getFileName())).matches())
              .sorted()
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException e) {
      throw new PlatformException(
          NAME, "its jars are not in " + libraries, "run: mvn install -DskipTests", e);
    }
    throw new PlatformException(
        NAME, "its jars are not in " + libraries, "run: mvn install -DskipTests");
  }

  private static void configure(Path root, int restPort, int slots) {
    // Started without Flink's scripts, a TaskManager wants every component of its memory set.
    String text =
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %1$d
        jobmanager.bind-host: 127.0.0.1
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %2$d
        rest.bind-port: %2$d
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.numberOfTaskSlots: %3$d
        taskmanager.cpu.cores: %3$d.0
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.task.heap.size: 640m
        taskmanager.memory.task.off-heap.size: 128m
        taskmanager.memory.managed.size: 128m
        taskmanager.memory.network.min: 128m
        taskmanager.memory.network.max: 128m
        taskmanager.memory.jvm-metaspace.size: 384m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        classloader.resolve-order: child-first
        io.tmp.dirs: %4$s
        """
            .formatted(Ports.claim(NAME, 0), restPort, slots, root.resolve("tmp"));
    try {
      Files.createDirectories(root.resolve("tmp"));
      Files.createDirectories(root.resolve("conf"));
      Files.writeString(root.resolve("conf").resolve("flink-conf.yaml"), text);
    } catch (IOException e) {
      throw new PlatformException(
          NAME, "its folder cannot be written: " + e.getMessage(), "check " + root, e);
    }
  }

  /** What the JobManager says about the cluster; empty while nobody answers. */
  private static String overview(int restPort) {
    URI address = URI.create("http://127.0.0.1:" + restPort + "/overview");
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return "";
    }
  }

  /** The JobManager as {@code --flinkMaster} takes it, host:port. */
  public String address() {
    return "127.0.0.1:" + restPort;
  }

  /** What the two processes print, a file each. */
  public Path logs() {
    return logs;
  }

  @Override
  public void close() {
    taskManager.stop();
    jobManager.stop();
  }
}
