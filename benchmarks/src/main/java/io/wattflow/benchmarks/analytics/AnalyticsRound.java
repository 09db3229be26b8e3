package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A round of a subject.
 *
 * @param bench in which it takes place
 * @param scene around it
 * @param out for the progress
 */
record AnalyticsRound(Bench bench, Scene scene, PrintStream out) {
  /** What is measured. */
  @FunctionalInterface
  interface Asking {
    /**
     * Asks.
     *
     * @param service where it listens
     * @param figures to which it adds its own
     * @return answers a second
     */
    double ask(Scene scene, URI service, Map<String, Double> figures)
        throws IOException, SQLException, InterruptedException, SubjectFailedException;
  }

  /** Asks a warm service while everything around it is watched. */
  Sample measure(int number, Asking asking) throws InterruptedException, SubjectFailedException {
    Map<String, Double> figures = new HashMap<>();
    return SubjectWork.attempt(
        bench::stopping,
        () -> {
          URI service = scene.service(number).address();
          double rate = scene.watched(figures, own -> asking.ask(scene, service, own));
          if (!(rate > 0)) {
            throw new SubjectFailedException("not one question had a good answer");
          }
          return Sample.of(rate, figures);
        });
  }

  /** Tells of questions without an answer, which the figures only count. */
  void told(String subject, Answers answers) {
    if (answers.errors() > 0) {
      out.printf(
          "%s: %,d questions had no good answer, the first one: %s%n",
          subject, answers.errors(), answers.firstError());
    }
  }
}
