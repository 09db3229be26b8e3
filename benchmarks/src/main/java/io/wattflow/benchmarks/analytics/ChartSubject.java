package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Charts of the dashboard that nobody has asked for before, at a modest rate. */
final class ChartSubject implements Subject {
  private static final int CONNECTIONS = 64;

  private final AnalyticsRound round;
  private final int perSecond;
  private final Duration span;

  ChartSubject(AnalyticsRound round, int perSecond, Duration span) {
    this.round = round;
    this.perSecond = perSecond;
    this.span = span;
  }

  @Override
  public String name() {
    return AnalyticsBenchmark.UNCACHED;
  }

  @Override
  public String settings() {
    return "%,d charts/s of 1 to 7 days of hours, %d s".formatted(perSecond, span.toSeconds());
  }

  @Override
  public Sample round(int number) throws InterruptedException, SubjectFailedException {
    return round.measure(number, this::ask);
  }

  private double ask(Scene scene, URI service, Map<String, Double> figures)
      throws IOException, InterruptedException, SubjectFailedException {
    Audience people = scene.audience();
    Instant now = Instant.now();
    try (OpenLoop loop = new OpenLoop(service)) {
      loop.connect(CONNECTIONS);
      Answers answers = loop.run(() -> people.chart(now), perSecond, span);
      if (answers.fromStore() == 0) {
        throw new SubjectFailedException(
            "not one of the answers came from the database; " + answers.firstError());
      }
      answers.fromStoreInto(figures);
      figures.put("errors", (double) answers.errors());
      round.told(name(), answers);
      return answers.perSecond();
    }
  }
}
