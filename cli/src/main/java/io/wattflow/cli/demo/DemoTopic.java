package io.wattflow.cli.demo;

import io.wattflow.cli.CommandFailedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topic that the demo sends to. */
final class DemoTopic {
  private static final int TIMEOUT_SECONDS = 30;

  private DemoTopic() {}

  /**
   * Creates it, without a retention: records carry the time of their event, and by that Kafka would
   * delete weeks of photovoltaic history as soon as it looks.
   */
  static void create(String bootstrapServers, String topic, int partitions)
      throws CommandFailedException, InterruptedException {
    NewTopic wanted =
        new NewTopic(topic, Optional.of(partitions), Optional.empty())
            .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(wanted)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandFailedException(
          "topic " + topic + " could not be created: " + e.getMessage(), e);
    }
  }
}
