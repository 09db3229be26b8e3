package io.wattflow.services.ingestion.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka again and again, in a thread of its own: does it answer, how far is the stream behind?
 * What it knows is at most a few seconds old.
 */
public final class TopicProbe implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int LAG_EVERY = 5;

  private final Admin admin;
  private final ReadingPublisher publisher;
  private final String topic;
  private final String consumerGroup;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "topic-probe");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String trouble = "Kafka has not answered yet";
  private volatile long lag = -1;
  private int round;

  /**
   * Begins to ask.
   *
   * @param consumerGroup of the stream that reads the topic
   */
  public TopicProbe(PublisherSettings settings, String consumerGroup, ReadingPublisher publisher) {
    this.publisher = publisher;
    this.topic = settings.topic();
    this.consumerGroup = consumerGroup;
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "wattflow-ingestion-probe",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500));
    scheduler.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    trouble = askForTrouble();
    if (trouble.isEmpty() && round++ % LAG_EVERY == 0) {
      lag = askForLag();
    }
  }

  private String askForTrouble() {
    try {
      TopicDescription description =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      boolean led =
          description != null
              && description.partitions().stream().allMatch(part -> part.leader() != null);
      if (!led) {
        return "a partition of topic " + topic + " has no leader";
      }
      return publisher.knowsTopic() ? "" : "the producer does not know topic " + topic + " yet";
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return "topic " + topic + ": " + (cause == null ? e : cause).getMessage();
    } catch (KafkaException e) {
      return "topic " + topic + ": " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the service is stopping";
    }
  }

  private long askForLag() {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(
                  consumerGroup, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()
              .stream()
              .filter(entry -> entry.getValue() != null && entry.getKey().topic().equals(topic))
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      if (committed.isEmpty()) {
        return -1;
      }
      var ends =
          admin
              .listOffsets(
                  committed.keySet().stream()
                      .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.latest())),
                  new ListOffsetsOptions())
              .all()
              .get();
      return committed.entrySet().stream()
          .mapToLong(entry -> behind(ends.get(entry.getKey()), entry.getValue().offset()))
          .sum();
    } catch (ExecutionException | KafkaException e) {
      return -1; // unknown: the readiness says what is wrong with Kafka
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static long behind(
      ListOffsetsResult.@Nullable ListOffsetsResultInfo end, long committed) {
    return end == null ? 0 : Math.max(0, end.offset() - committed);
  }

  /** What keeps readings from being accepted, in words; empty: nothing. */
  public String trouble() {
    return trouble;
  }

  /** Records of the topic that the stream has not committed; empty if that is not known. */
  public OptionalLong lag() {
    return lag < 0 ? OptionalLong.empty() : OptionalLong.of(lag);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    admin.close(Duration.ofSeconds(1));
  }
}
