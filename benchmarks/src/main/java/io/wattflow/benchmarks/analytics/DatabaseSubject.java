package io.wattflow.benchmarks.analytics;

import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.sql.Queries;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The popular questions without the service: their SQL is put to ClickHouse over JDBC, each as soon
 * as the one before has its rows. Nothing is cached, and nothing is made of the rows.
 */
final class DatabaseSubject implements Subject {
  /** For the report. */
  static final String NOTE =
      AnalyticsBenchmark.DATABASE
          + " does less: no tokens, no HTTP answers, no check whether a user is known; its rate is"
          + " what the database bears, not what was asked for, and latency counts from sending";

  private static final int CONNECTIONS = 8;
  private static final int HOURS = 25;
  private static final int DAYS = 31;
  private static final long SEED = 29;

  private final AnalyticsRound round;
  private final Duration span;

  /** SQL with its parameters behind the user, each a time in seconds; or the user once more. */
  private record Question(String name, String sql, List<Object> parameters) {}

  DatabaseSubject(AnalyticsRound round, Duration span) {
    this.round = round;
    this.span = span;
  }

  @Override
  public String name() {
    return AnalyticsBenchmark.DATABASE;
  }

  @Override
  public String settings() {
    return "%d connections, flat out, %d s".formatted(CONNECTIONS, span.toSeconds());
  }

  @Override
  public Sample round(int number) throws InterruptedException, SubjectFailedException {
    return round.measure(number, this::ask);
  }

  private double ask(Scene scene, URI service, Map<String, Double> figures)
      throws InterruptedException, SQLException, SubjectFailedException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Callable<Answers>> clients = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        Audience people = scene.audience();
        SplittableRandom random = new SplittableRandom(SEED + i);
        clients.add(() -> askUntilTheEnd(scene, people, random));
      }
      Answers all = new Answers();
      for (Future<Answers> client : threads.invokeAll(clients)) {
        all.add(client.get());
      }
      all.into(figures);
      all.eachInto(figures);
      return all.perSecond();
    } catch (ExecutionException e) {
      throw new SubjectFailedException("ClickHouse does not answer: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Answers askUntilTheEnd(Scene scene, Audience people, SplittableRandom random)
      throws SQLException {
    Answers answers = new Answers();
    long start = System.nanoTime();
    try (Connection connection = scene.connect()) {
      while (System.nanoTime() - start < span.toNanos() && !Thread.interrupted()) {
        long user = people.household().userId();
        List<Question> questions = questions(user, Instant.now());
        Question question = questions.get(random.nextInt(questions.size()));
        long sent = System.nanoTime();
        read(connection, question);
        answers.good(question.name(), System.nanoTime() - sent, true);
      }
    }
    answers.took(System.nanoTime() - start);
    return answers;
  }

  private static List<Question> questions(long user, Instant now) {
    long end = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS).getEpochSecond();
    long day = end - Duration.ofHours(HOURS).toSeconds();
    long yesterday = end - Duration.ofDays(2).toSeconds();
    long month = end - Duration.ofDays(DAYS).toSeconds();
    long hour = now.minus(1, ChronoUnit.HOURS).getEpochSecond();
    return List.of(
        new Question("total_energy_today", ofUser("hours"), List.of(user, yesterday, end)),
        new Question("top_consuming_devices", ofUser("hours"), List.of(user, day, end)),
        new Question("hourly_trends_last_24h", ofUser("hours"), List.of(user, day, end)),
        new Question(
            "device_status_summary",
            ofUser("device_status"),
            List.of(user, hour, end, user, yesterday, end, user, month, end, user)));
  }

  private static String ofUser(String name) {
    return Queries.read(name, Map.of("users", "?"));
  }

  private static void read(Connection connection, Question question) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question.sql())) {
      for (int i = 0; i < question.parameters().size(); i++) {
        statement.setObject(i + 1, question.parameters().get(i));
      }
      int rowsRead = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          rowsRead++;
        }
      }
      if (rowsRead == 0) {
        throw new SQLException("no row answers " + question.name());
      }
    }
  }
}
