package io.wattflow.benchmarks.harness;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The versions of what takes part, read from the names of the jars that are really used. */
final class Versions {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
  private static final Pattern ENGINE = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");
  private static final int GIT_SECONDS = 10;

  private Versions() {}

  /** Names as in a report by version; what cannot be found is left out. */
  static SortedMap<String, String> of(Path home) {
    SortedMap<String, String> versions = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Matcher jar = JAR.matcher(new File(entry).getName());
      if (jar.matches()) {
        label(jar.group(1)).ifPresent(label -> versions.put(label, jar.group(2)));
      }
    }
    broker(home).ifPresent(version -> versions.put("Kafka broker", version));
    engine(home).ifPresent(version -> versions.put("ClickHouse engine (libchdb)", version));
    return versions;
  }

  private static Optional<String> label(String artifact) {
    return Optional.ofNullable(
        switch (artifact) {
          case "beam-sdks-java-core" -> "Beam";
          case "flink-runtime" -> "Flink";
          case "flink-connector-kafka" -> "Flink Kafka connector";
          case "kafka-clients" -> "Kafka client";
          case "kafka-streams" -> "Kafka Streams";
          case "clickhouse-jdbc" -> "ClickHouse JDBC";
          case "client-v2" -> "ClickHouse client-v2";
          case "jedis" -> "Jedis";
          case "wattflow-pipelines" -> "Wattflow";
          default -> null;
        });
  }

  private static Optional<String> broker(Path home) {
    try (Stream<Path> jars = Files.list(home.resolve("platform/kafka/target/lib"))) {
      return jars.map(path -> JAR.matcher(String.valueOf(path.getFileName())))
          .filter(jar -> jar.matches() && jar.group(1).equals("kafka_2.13"))
          .map(jar -> jar.group(2))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> engine(Path home) {
    try {
      Matcher version =
          ENGINE.matcher(
              Files.readString(home.resolve("node_modules/@chdb/lib-linux-x64-gnu/package.json")));
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The commit checked out at {@code home}, "-dirty" behind it if files differ from it. */
  static Optional<String> commit(Path home) {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty")
              .directory(home.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader out = git.inputReader(StandardCharsets.UTF_8)) {
        String line = out.readLine();
        return git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0
            ? Optional.ofNullable(line)
            : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // no git here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
