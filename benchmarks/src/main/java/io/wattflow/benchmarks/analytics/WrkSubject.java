package io.wattflow.benchmarks.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.benchmarks.harness.OwnedProcess;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The popular questions flat out, asked by {@code wrk}, a load generator that is not ours. */
final class WrkSubject implements Subject {
  private static final String PROGRAM = "wrk";
  private static final String SCRIPT = "wrk.lua";
  private static final int CONNECTIONS = 64;
  private static final int QUESTIONS = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern PERCENTILE =
      Pattern.compile("^\\s+(50|99)%\\s+([0-9.]+)(us|ms|s)$", Pattern.MULTILINE);
  private static final Pattern TROUBLE =
      Pattern.compile("(Non-2xx or 3xx responses: \\d+|Socket errors: .*)");

  private final AnalyticsRound round;
  private final Duration span;

  WrkSubject(AnalyticsRound round, Duration span) {
    this.round = round;
    this.span = span;
  }

  /** Where it is, if it is on the PATH. */
  static Optional<Path> program() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path program = Path.of(folder).resolve(PROGRAM);
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  @Override
  public String name() {
    return AnalyticsBenchmark.WRK;
  }

  @Override
  public String settings() {
    return "%d connections, 1 thread, flat out, %d s".formatted(CONNECTIONS, span.toSeconds());
  }

  @Override
  public Sample round(int number) throws InterruptedException, SubjectFailedException {
    return round.measure(number, this::ask);
  }

  private double ask(Scene scene, URI service, Map<String, Double> figures)
      throws IOException, InterruptedException, SubjectFailedException {
    Path script = round.bench().folder().resolve(SCRIPT);
    Files.writeString(script, script());
    Path questions = round.bench().folder().resolve("wrk.txt");
    Files.write(questions, questions(scene.audience()));
    Path output = round.bench().folder().resolve("wrk.log");
    Process process =
        new ProcessBuilder(
                program().orElseThrow(() -> new IOException(PROGRAM + " has gone")).toString(),
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + span.toSeconds() + "s",
                "--latency",
                "-s",
                script.toString(),
                service.toString(),
                "--",
                questions.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (OwnedProcess owned = new OwnedProcess(process, PATIENCE)) {
      if (!process.waitFor(span.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SubjectFailedException(PROGRAM + " does not end");
      }
    }
    return read(Files.readString(output), figures);
  }

  private static String script() throws IOException {
    try (InputStream in = WrkSubject.class.getResourceAsStream(SCRIPT)) {
      return new String(Objects.requireNonNull(in, SCRIPT).readAllBytes(), UTF_8);
    }
  }

  private static List<String> questions(Audience people) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      Asked asked = people.popular();
      lines.add(asked.uri() + " " + asked.authorization().substring(Audience.BEARER.length()));
    }
    return lines;
  }

  /**
   * Reads what it prints.
   *
   * @throws SubjectFailedException if not all answers were good, or it has failed
   */
  static double read(String output, Map<String, Double> figures) throws SubjectFailedException {
    Matcher trouble = TROUBLE.matcher(output);
    if (trouble.find()) {
      throw new SubjectFailedException(trouble.group());
    }
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new SubjectFailedException(
          PROGRAM + " has failed: " + output.lines().findFirst().orElse(""));
    }
    Matcher percentile = PERCENTILE.matcher(output);
    while (percentile.find()) {
      figures.put(
          "p" + percentile.group(1) + " ms",
          Double.parseDouble(percentile.group(2)) * millis(percentile.group(3)));
    }
    return Double.parseDouble(rate.group(1));
  }

  private static double millis(String unit) {
    return switch (unit) {
      case "us" -> 1e-3;
      case "ms" -> 1;
      default -> 1e3;
    };
  }
}
