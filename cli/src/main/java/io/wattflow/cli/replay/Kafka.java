package io.wattflow.cli.replay;

import io.wattflow.cli.CommandFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The brokers, as far as topics go. What they do not answer is one line for the user. */
final class Kafka implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 6_000;

  private final String bootstrapServers;
  private final Admin admin;

  private Kafka(String bootstrapServers, Admin admin) {
    this.bootstrapServers = bootstrapServers;
    this.admin = admin;
  }

  /**
   * Prepares to ask; nothing is sent yet.
   *
   * @param bootstrapServers host:port, separated by commas
   * @throws CommandFailedException if none of the hosts is known
   */
  static Kafka at(String bootstrapServers) throws CommandFailedException {
    try {
      return new Kafka(
          bootstrapServers,
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                  bootstrapServers,
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  TIMEOUT_MILLIS / 2,
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                  TIMEOUT_MILLIS)));
    } catch (KafkaException e) {
      throw away(bootstrapServers, e);
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** Of a consumer that reads what is committed, and gives up when Kafka is away. */
  Map<String, Object> reading() {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ConsumerConfig.CLIENT_ID_CONFIG,
        "wattflow-replay",
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        TIMEOUT_MILLIS);
  }

  boolean hasTopic(String topic) throws CommandFailedException, InterruptedException {
    return topics().contains(topic);
  }

  private Set<String> topics() throws CommandFailedException, InterruptedException {
    return await(admin.listTopics().names());
  }

  /**
   * Looks for a topic.
   *
   * @param remedy what to do if it is not there
   * @throws CommandFailedException if it is not
   */
  void requireTopic(String topic, String remedy)
      throws CommandFailedException, InterruptedException {
    if (!hasTopic(topic)) {
      throw new CommandFailedException(
          "Kafka at %s has no topic %s: %s".formatted(bootstrapServers, topic, remedy));
    }
  }

  /**
   * Makes a topic of one partition that keeps the newest record of each key, unless it exists.
   *
   * @throws CommandFailedException if it exists and is another kind of topic
   */
  void ensureCompacted(String topic) throws CommandFailedException, InterruptedException {
    if (hasTopic(topic)) {
      requireOneLasting(topic);
      return;
    }
    NewTopic wanted =
        new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      admin.createTopics(List.of(wanted)).all().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw failure(e);
      }
      requireOneLasting(topic);
    } catch (TimeoutException e) {
      throw away(bootstrapServers, e);
    }
  }

  /**
   * Looks whether a topic, which exists, keeps the newest record of each key, all in one order.
   *
   * @throws CommandFailedException if it deletes records by age or size, or has several partitions
   */
  void requireOneLasting(String topic) throws CommandFailedException, InterruptedException {
    int partitions =
        Objects.requireNonNull(
                await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic))
            .partitions()
            .size();
    if (partitions != 1) {
      throw new CommandFailedException(
          "topic %s has %d partitions: marks are read in one order; make it anew with one partition"
              .formatted(topic, partitions));
    }
    Config config = config(topic);
    if (deletes(config)) {
      throw new CommandFailedException(
          "topic %s has cleanup.policy=%s: letters whose marks it deletes would be sent again; set its cleanup.policy to compact"
              .formatted(topic, config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value()));
    }
  }

  private static boolean deletes(Config config) {
    return config
        .get(TopicConfig.CLEANUP_POLICY_CONFIG)
        .value()
        .contains(TopicConfig.CLEANUP_POLICY_DELETE);
  }

  private Config config(String topic) throws CommandFailedException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return Objects.requireNonNull(
        await(admin.describeConfigs(List.of(resource)).all()).get(resource));
  }

  /**
   * How old, by its own timestamp, a record of a topic may be before Kafka deletes it.
   *
   * @return empty: any age
   */
  Optional<Duration> retention(String topic) throws CommandFailedException, InterruptedException {
    Config config = config(topic);
    boolean byArrival =
        config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value().equals("LogAppendTime");
    long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    return deletes(config) && !byArrival && millis >= 0
        ? Optional.of(Duration.ofMillis(millis))
        : Optional.empty();
  }

  private <T> T await(KafkaFuture<T> future) throws CommandFailedException, InterruptedException {
    try {
      return future.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw away(bootstrapServers, e);
    }
  }

  private CommandFailedException failure(ExecutionException e) {
    return e.getCause() instanceof RetriableException
        ? away(bootstrapServers, e)
        : new CommandFailedException(
            "Kafka at %s refuses: %s".formatted(bootstrapServers, e.getCause()), e);
  }

  private static CommandFailedException away(String bootstrapServers, Exception cause) {
    return new CommandFailedException(
        "no Kafka answers at %s: start one with `wattflow up`, or name another with --bootstrapServers"
            .formatted(bootstrapServers),
        cause);
  }

  /** For whoever has found in the middle of its work that nobody answers any more. */
  CommandFailedException away(Exception cause) {
    return new CommandFailedException(
        "Kafka at %s does not answer any more (%s): run the same again when it is back"
            .formatted(bootstrapServers, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
