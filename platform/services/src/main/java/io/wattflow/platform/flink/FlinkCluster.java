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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink session cluster: one JobManager and one TaskManager or more, a process each, on
 * 127.0.0.1. Their class path holds what a Flink distribution has and nothing of ours, so that a
 * job has to bring all it needs, and its classes come before the cluster's, as in production.
 *
 * <p>Thread-safe but for starting and killing TaskManagers at the same time.
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

  /** A TaskManager in the JobManager's list; its name is our resource id. */
  private static final Pattern TASK_MANAGER_SLOTS =
      Pattern.compile(
          "\"id\":\"(taskmanager-\\d+)\".*?\"slotsNumber\":(\\d+),\"freeSlots\":(\\d+)");

  /** A job's state and the numbers of its tasks by their state. */
  private static final Pattern TASKS =
      Pattern.compile("\"state\":\"(\\w+)\"[^{}]*\"tasks\":(\\{[^}]*\\})");

  private static final Pattern RUNNING_TASKS = Pattern.compile("\"running\":(\\d+)");
  private static final Pattern ALL_TASKS = Pattern.compile("\"total\":(\\d+)");

  /** JVM memory beside the heap of the tasks; see {@link #configure}. */
  private static final int FRAMEWORK_HEAP_MEGABYTES = 128;

  private final FlinkClusterConfig config;
  private final List<String> base;
  private final Path root;
  private final int restPort;
  private final PartProcess jobManager;
  private final Map<String, PartProcess> taskManagers = new ConcurrentHashMap<>();
  private final AtomicInteger started = new AtomicInteger();

  private FlinkCluster(
      FlinkClusterConfig config,
      List<String> base,
      Path root,
      int restPort,
      PartProcess jobManager) {
    this.config = config;
    this.base = base;
    this.root = root;
    this.restPort = restPort;
    this.jobManager = jobManager;
  }

  /**
   * Starts a small cluster with one TaskManager and waits until its slots are offered.
   *
   * @param home the project's root folder; {@code runners/flink} must have been built
   * @param folder for configuration, logs and temporary files
   * @param slots of the TaskManager; at least 1
   * @throws PlatformException if one does not start; then none is left running
   */
  public static FlinkCluster start(Path home, Path folder, int slots) {
    return start(home, folder, FlinkClusterConfig.small(slots));
  }

  /** As the other, of any make. */
  public static FlinkCluster start(Path home, Path folder, FlinkClusterConfig config) {
    Path root = folder.toAbsolutePath().normalize();
    int restPort = Ports.claim(NAME, 0);
    List<String> base = command(home);
    configure(root, restPort, config);
    PartProcess jobManager =
        launch(base, List.of("-Xmx512m"), JOB_MANAGER, root, List.of(), log(root, "jobmanager"));
    FlinkCluster cluster = new FlinkCluster(config, base, root, restPort, jobManager);
    try {
      jobManager.awaitReady(
          () -> ask(restPort, "/overview").contains("\"slots-total\""), START_TIMEOUT);
      cluster.startTaskManager();
      return cluster;
    } catch (PlatformException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts another TaskManager and waits until its slots are offered. While the job needs no more
   * slots it is a spare: it takes over when another one is lost, without the wait for a process.
   *
   * @return its name
   * @throws PlatformException if it does not start
   */
  public String startTaskManager() {
    int number = started.incrementAndGet();
    String name = "taskmanager-" + number;
    PartProcess process =
        launch(
            base,
            List.of(
                "-Xmx" + (config.taskHeapMegabytes() + FRAMEWORK_HEAP_MEGABYTES) + "m",
                "-XX:MaxDirectMemorySize=512m"),
            TASK_MANAGER,
            root,
            List.of("-Dtaskmanager.resource-id=" + name),
            log(root, number == 1 ? "taskmanager" : name));
    taskManagers.put(name, process);
    try {
      process.awaitReady(() -> freeSlots().containsKey(name), START_TIMEOUT);
      return name;
    } catch (PlatformException e) {
      taskManagers.remove(name);
      process.stop();
      throw e;
    }
  }

  /** The TaskManagers that run a part of a job, as the JobManager sees it now. */
  public SortedSet<String> busyTaskManagers() {
    return freeSlots().entrySet().stream()
        .filter(entry -> entry.getValue() < config.slots())
        .map(Map.Entry::getKey)
        .filter(taskManagers::containsKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Kills a TaskManager as {@code kill -9} does, and returns when the process is gone.
   *
   * @param name what {@link #startTaskManager} or {@link #busyTaskManagers} told
   */
  public void killTaskManager(String name) {
    PartProcess process = taskManagers.remove(name);
    if (process == null) {
      throw new IllegalArgumentException("no such TaskManager runs: " + name);
    }
    process.kill();
  }

  /** Whether the cluster has a job, and all its tasks run, as the JobManager sees it now. */
  public boolean allTasksRun() {
    Matcher tasks = TASKS.matcher(ask(restPort, "/jobs/overview"));
    int jobs = 0;
    while (tasks.find()) {
      Matcher running = RUNNING_TASKS.matcher(tasks.group(2));
      Matcher total = ALL_TASKS.matcher(tasks.group(2));
      jobs++;
      if (!tasks.group(1).equals("RUNNING")
          || !running.find()
          || !total.find()
          || !running.group(1).equals(total.group(1))) {
        return false;
      }
    }
    return jobs > 0;
  }

  private Map<String, Integer> freeSlots() {
    Map<String, Integer> free = new TreeMap<>();
    Matcher found = TASK_MANAGER_SLOTS.matcher(ask(restPort, "/taskmanagers"));
    while (found.find()) {
      free.put(found.group(1), Integer.parseInt(found.group(3)));
    }
    return free;
  }

  private static Path log(Path root, String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  private static PartProcess launch(
      List<String> base,
      List<String> memory,
      String main,
      Path root,
      List<String> settings,
      Path log) {
    List<String> command = new ArrayList<>(Programs.java(memory.toArray(new String[0])));
    command.addAll(base);
    command.addAll(List.of(main, "--configDir", root.resolve("conf").toString()));
    command.addAll(settings);
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

  private static void configure(Path root, int restPort, FlinkClusterConfig config) {
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
        taskmanager.memory.framework.heap.size: %5$dm
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.task.heap.size: %6$dm
        taskmanager.memory.task.off-heap.size: 128m
        taskmanager.memory.managed.size: 128m
        taskmanager.memory.network.min: 128m
        taskmanager.memory.network.max: 128m
        taskmanager.memory.jvm-metaspace.size: 384m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        heartbeat.interval: %7$d
        heartbeat.timeout: %8$d
        heartbeat.rpc-failure-threshold: 2
        cluster.evenly-spread-out-slots: true
        restart-strategy.type: exponential-delay
        restart-strategy.exponential-delay.initial-backoff: %9$d ms
        restart-strategy.exponential-delay.max-backoff: %10$d ms
        restart-strategy.exponential-delay.backoff-multiplier: 2.0
        restart-strategy.exponential-delay.reset-backoff-threshold: 1 min
        restart-strategy.exponential-delay.jitter-factor: 0.1
        classloader.resolve-order: child-first
        io.tmp.dirs: %4$s
        """
            .formatted(
                Ports.claim(NAME, 0),
                restPort,
                config.slots(),
                root.resolve("tmp"),
                FRAMEWORK_HEAP_MEGABYTES,
                config.taskHeapMegabytes(),
                config.heartbeatInterval().toMillis(),
                config.heartbeatTimeout().toMillis(),
                config.firstRestartDelay().toMillis(),
                config.longestRestartDelay().toMillis());
    try {
      Files.createDirectories(root.resolve("tmp"));
      Files.createDirectories(root.resolve("conf"));
      Files.writeString(root.resolve("conf").resolve("flink-conf.yaml"), text);
    } catch (IOException e) {
      throw new PlatformException(
          NAME, "its folder cannot be written: " + e.getMessage(), "check " + root, e);
    }
  }

  /** What the JobManager says; empty while nobody answers. */
  private static String ask(int restPort, String path) {
    URI address = URI.create("http://127.0.0.1:" + restPort + path);
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

  /** What the processes print, a file each. */
  public Path logs() {
    return root.resolve("logs");
  }

  @Override
  public void close() {
    taskManagers.values().forEach(PartProcess::stop);
    jobManager.stop();
  }
}
