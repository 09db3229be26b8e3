package io.wattflow.pipelines.launch;

import io.wattflow.beam.sink.CacheTarget;
import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.cache.RedisAddress;
import io.wattflow.core.rows.Table;
import io.wattflow.core.rows.TableLayout;
import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.TelemetryStreamPlan;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.options.CacheOptionValues;
import io.wattflow.pipelines.options.CacheOptions;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks each part whether it is there and fits, before a job is submitted: a job that cannot work
 * would restart for ever, and that looks like slowness.
 */
final class Preflight {
  private static final int TIMEOUT_SECONDS = 5;

  // A dead letter carries its original, so it is larger than the largest record of the telemetry
  // topic.
  private static final int DEAD_LETTER_MAX_BYTES = 8 << 20;
  private static final int DEAD_LETTER_OVERHEAD = 16 << 10;

  private Preflight() {}

  /**
   * Checks Kafka, its topics, ClickHouse, its tables, and Redis; creates the dead-letter topic if
   * it is missing.
   *
   * @throws UnavailableException within ten seconds for each part, naming it
   */
  static void check(TelemetryStreamPlan plan) throws UnavailableException {
    checkKafka(plan);
    checkClickHouse(plan.clickHouse());
    checkRedis(plan.caches().redis());
  }

  /** An admin client that gives up soon. */
  static Admin admin(String bootstrapServers) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            4_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            TIMEOUT_SECONDS * 1_000));
  }

  private static void checkKafka(TelemetryStreamPlan plan) throws UnavailableException {
    try (Admin admin = admin(plan.bootstrapServers())) {
      Set<String> topics = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!topics.contains(plan.topic())) {
        throw new UnavailableException(
            "Kafka at "
                + plan.bootstrapServers()
                + " has no topic "
                + plan.topic()
                + ": create it, or name another with --topic");
      }
      if (topics.contains(plan.deadLetterTopic())) {
        checkDeadLettersFit(admin, plan);
      } else {
        admin
            .createTopics(
                List.of(
                    new NewTopic(plan.deadLetterTopic(), Optional.empty(), Optional.empty())
                        .configs(
                            Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(DEAD_LETTER_MAX_BYTES)))))
            .all()
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new UnavailableException(
          "Kafka at "
              + plan.bootstrapServers()
              + " does not answer: start it (wattflow up), or correct --bootstrapServers",
          e);
    } catch (org.apache.kafka.common.KafkaException e) {
      throw new UnavailableException(
          "--bootstrapServers=" + plan.bootstrapServers() + ": " + RootCause.line(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for Kafka", e);
    }
  }

  /** A dead letter that its topic refused would stop the job for ever. */
  private static void checkDeadLettersFit(Admin admin, TelemetryStreamPlan plan)
      throws UnavailableException, ExecutionException, InterruptedException, TimeoutException {
    long original = maxMessageBytes(admin, plan.topic());
    long letter = maxMessageBytes(admin, plan.deadLetterTopic());
    if (letter < original + DEAD_LETTER_OVERHEAD) {
      throw new UnavailableException(
          "topic "
              + plan.deadLetterTopic()
              + " takes messages of "
              + letter
              + " bytes, but a dead letter is larger than its original, of up to "
              + original
              + ": raise its max.message.bytes to "
              + Math.max(DEAD_LETTER_MAX_BYTES, original + DEAD_LETTER_OVERHEAD));
    }
  }

  private static long maxMessageBytes(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return Long.parseLong(
        admin
            .describeConfigs(List.of(resource))
            .values()
            .values()
            .iterator()
            .next()
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
            .value());
  }

  /**
   * Checks ClickHouse and its tables.
   *
   * @throws UnavailableException naming what is missing
   */
  static void checkClickHouse(ClickHouseTarget target) throws UnavailableException {
    try (Connection connection = ClickHouseDataSources.connect(target)) {
      for (Table table : Table.values()) {
        checkLayout(connection, target, table);
      }
    } catch (SQLException e) {
      throw new UnavailableException(
          "ClickHouse at "
              + target.url()
              + " does not answer: start it (wattflow up), or correct --clickhouseUrl ("
              + RootCause.line(e)
              + ")",
          e);
    }
  }

  private static void checkLayout(Connection connection, ClickHouseTarget target, Table table)
      throws SQLException, UnavailableException {
    List<String> stored = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name, type FROM system.columns WHERE database = ? AND table = ? ORDER BY position")) {
      select.setString(1, target.database());
      select.setString(2, table.tableName());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          stored.add(rows.getString(1) + " " + rows.getString(2));
        }
      }
    }
    List<String> wanted =
        TableLayout.of(table).columns().stream()
            .map(column -> column.name() + " " + column.type().clickHouseName())
            .toList();
    if (stored.isEmpty()) {
      throw new UnavailableException(
          "ClickHouse has no table "
              + target.database()
              + "."
              + table.tableName()
              + ": run `wattflow migrate`, or correct --clickhouseDatabase");
    }
    if (!stored.equals(wanted)) {
      throw new UnavailableException(
          "the columns of "
              + target.database()
              + "."
              + table.tableName()
              + " are not those of this version: run `wattflow migrate`. Stored: "
              + stored
              + ", expected: "
              + wanted);
    }
  }

  /**
   * Checks the caches of a job that recomputes. Without a Redis that was not asked for it goes on,
   * which a line says.
   *
   * @return the plan, perhaps without caches
   * @throws UnavailableException if Redis was asked for and does not answer
   */
  static BackfillPlan checkCaches(BackfillPlan plan, CacheOptions options, PrintStream out)
      throws UnavailableException {
    Optional<CacheTarget> caches = plan.sink().caches();
    if (caches.isEmpty()) {
      return plan;
    }
    RedisAddress redis = caches.get().redis();
    try {
      checkRedis(redis);
      return plan;
    } catch (UnavailableException e) {
      if (CacheOptionValues.isGiven(options)) {
        throw e;
      }
      out.println(
          redis
              + " does not answer, so caches may show old values for as long as they keep them:"
              + " name a Redis with --redisUrl, or none with --redisUrl=none");
      return plan.withoutCaches();
    }
  }

  private static void checkRedis(RedisAddress redis) throws UnavailableException {
    try {
      redis.check(Duration.ofSeconds(TIMEOUT_SECONDS));
    } catch (JedisException e) {
      throw new UnavailableException(
          redis + " does not answer: start it (wattflow up), or correct --redisUrl", e);
    }
  }
}
