package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.RollupPlan;
import io.wattflow.pipelines.TelemetryStreamPlan;
import io.wattflow.pipelines.options.OptionException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where a job that has no checkpoint begins to read.
 *
 * <p>The position is written as the consumer group's committed offsets before the job starts, since
 * that is where the source looks. A job restored from a checkpoint does not look there at all.
 *
 * <p>Why not the group's own old offsets by default: they say what was read, not what was written
 * out. A job that resumes from them without its state would lose the windows that were open.
 * Reading again from the start is always right, because rows are absolute and versioned.
 *
 * <p>From an instant on it is right as well, if whole days are read: the row of a day that is made
 * of some of its readings would lose against the stored one, and what is new in it would not show.
 * So the job begins at the start of the first day that can still change at that instant.
 *
 * @param spec what to look up; null keeps the committed offsets
 * @param instant that was asked for; null if it was a word
 */
record StartPosition(@Nullable OffsetSpec spec, @Nullable Instant instant) {
  private static final long TIMEOUT_SECONDS = 5;

  /**
   * Reads {@code --startFrom}.
   *
   * @throws OptionException if it is none of the known words and no instant
   */
  static StartPosition of(String option) {
    return switch (option) {
      case "earliest" -> new StartPosition(OffsetSpec.earliest(), null);
      case "latest" -> new StartPosition(OffsetSpec.latest(), null);
      case "committed" -> new StartPosition(null, null);
      default -> {
        try {
          Instant instant = Instant.parse(option);
          yield new StartPosition(OffsetSpec.forTimestamp(instant.toEpochMilli()), instant);
        } catch (DateTimeParseException e) {
          throw new OptionException(
              "startFrom",
              option,
              "write earliest, latest, committed, or an instant such as 2026-11-01T00:00:00Z");
        }
      }
    };
  }

  /**
   * Makes the job of {@code plan} start here.
   *
   * @throws UnavailableException if Kafka does not answer, or the group is in use
   */
  void apply(TelemetryStreamPlan plan, PrintStream out) throws UnavailableException {
    if (spec == null) {
      return;
    }
    OffsetSpec position = spec;
    if (instant != null) {
      Instant begin = wholeDays(instant, plan.rollups());
      out.println("reading from " + begin + ": rows need all readings of their day");
      // Kafka is asked by its own time, and a reading may be ahead of that.
      position = OffsetSpec.forTimestamp(begin.minus(plan.limits().maxFutureSkew()).toEpochMilli());
    }
    try (Admin admin = Preflight.admin(plan.bootstrapServers())) {
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      for (TopicPartitionInfo partition : partitions(admin, plan.topic())) {
        wanted.put(new TopicPartition(plan.topic(), partition.partition()), position);
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      offsets(admin, wanted).forEach((p, offset) -> offsets.put(p, new OffsetAndMetadata(offset)));
      admin
          .alterConsumerGroupOffsets(plan.groupId(), offsets)
          .all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnavailableException(
          "cannot set the start of group " + plan.groupId() + " in Kafka: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for Kafka", e);
    }
  }

  /** The start of the first day that a late reading can still change at an instant. */
  static Instant wholeDays(Instant instant, RollupPlan rollups) {
    Instant open = instant.minus(rollups.keptOpen());
    long day = rollups.day().toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(open.toEpochMilli(), day) * day);
  }

  private static List<TopicPartitionInfo> partitions(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin
        .describeTopics(List.of(topic))
        .topicNameValues()
        .values()
        .iterator()
        .next()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .partitions();
  }

  /** The offset of each partition; its end where no record is as young as the instant asked for. */
  private static Map<TopicPartition, Long> offsets(
      Admin admin, Map<TopicPartition, OffsetSpec> wanted)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    wanted.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    list(admin, ends).forEach((partition, info) -> offsets.put(partition, info.offset()));
    list(admin, wanted)
        .forEach(
            (partition, info) -> {
              if (info.offset() >= 0) {
                offsets.put(partition, info.offset());
              }
            });
    return offsets;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> list(
      Admin admin, Map<TopicPartition, OffsetSpec> wanted)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin.listOffsets(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
