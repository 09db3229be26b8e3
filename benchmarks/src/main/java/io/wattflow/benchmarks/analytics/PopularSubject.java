package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The four popular questions at a constant rate, over some connections or very many. */
final class PopularSubject implements Subject {
  private final AnalyticsRound round;
  private final Load load;

  /**
   * What is asked.
   *
   * @param name of the subject
   * @param perSecond questions
   * @param connections that stay open
   * @param span how long
   * @param each whether the report tells of each question and of the cache, or of all together
   */
  record Load(String name, int perSecond, int connections, Duration span, boolean each) {}

  PopularSubject(AnalyticsRound round, Load load) {
    this.round = round;
    this.load = load;
  }

  @Override
  public String name() {
    return load.name();
  }

  @Override
  public String settings() {
    return "%,d questions/s, %,d connections, %d s"
        .formatted(load.perSecond(), load.connections(), load.span().toSeconds());
  }

  @Override
  public Sample round(int number) throws InterruptedException, SubjectFailedException {
    return round.measure(number, this::ask);
  }

  private double ask(Scene scene, URI service, Map<String, Double> figures)
      throws IOException, InterruptedException, SubjectFailedException {
    Audience people = scene.audience();
    try (OpenLoop loop = new OpenLoop(service)) {
      loop.connect(load.connections());
      CacheAnswers before = CacheAnswers.of(service);
      Answers answers = loop.run(people::popular, load.perSecond(), load.span());
      CacheAnswers.of(service).since(before).into(figures);
      answers.into(figures);
      if (load.each()) {
        answers.eachInto(figures);
      }
      round.told(name(), answers);
      return answers.perSecond();
    }
  }
}
