package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rollup.RollupRow;
import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The floor of the cost: consumers in plain threads, hash tables, no framework, no checkpoint, no
 * way to go on after a failure.
 */
final class ConsumerLoopMain {
  /** Parts of a thread's devices, so that the tables in use stay small. */
  private static final int SHARDS = 32;

  private static final Duration POLL = Duration.ofSeconds(1);

  private ConsumerLoopMain() {}

  public static void main(String[] args) throws InterruptedException {
    StreamChild.run(args, ConsumerLoopMain::drain);
  }

  private static void drain(StreamWork work) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < work.parallelism(); i++) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int p = i; p < work.partitions(); p += work.parallelism()) {
        partitions.add(new TopicPartition(work.topic(), p));
      }
      Thread thread = new Thread(new Loop(work, partitions), "consumer-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** One thread. */
  private static final class Loop implements Runnable {
    private static final long MINUTE = StreamWork.MINUTE.toMillis();

    private final StreamWork work;
    private final List<TopicPartition> partitions;
    private final long[] newest;
    private final ReadingIntake intake = new ReadingIntake();
    private final Firing firing = new Firing();
    private final TreeMap<Long, @Nullable ReadingSets[]> minutes = new TreeMap<>();
    private final TreeMap<Long, List<List<byte[]>>> sliding = new TreeMap<>();
    private final TreeMap<Long, List<List<byte[]>>> hours = new TreeMap<>();
    private long lastMinute = Long.MIN_VALUE;
    private @Nullable ReadingSets[] lastSets = new ReadingSets[0];

    Loop(StreamWork work, List<TopicPartition> partitions) {
      this.work = work;
      this.partitions = partitions;
      this.newest = new long[work.partitions()];
    }

    @Override
    public void run() {
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(
              Map.of(
                  ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                  work.bootstrap(),
                  ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                  StreamWork.MAX_POLL_RECORDS,
                  ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                  StreamWork.MAX_PARTITION_FETCH_BYTES),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!Thread.interrupted()) {
          for (ConsumerRecord<byte[], byte[]> taken : consumer.poll(POLL)) {
            take(taken);
          }
          closeUpTo(watermark());
        }
      }
    }

    private long watermark() {
      long lowest = Long.MAX_VALUE;
      for (TopicPartition partition : partitions) {
        lowest = Math.min(lowest, newest[partition.partition()]);
      }
      return lowest - StreamWork.OUT_OF_ORDERNESS.toMillis();
    }

    private void take(ConsumerRecord<byte[], byte[]> taken) {
      DecodedReading reading = intake.take(taken.value());
      if (reading == null) {
        return;
      }
      long time = reading.eventTimeMillis();
      if (time > newest[taken.partition()]) {
        newest[taken.partition()] = time;
      }
      long minute = time - Math.floorMod(time, MINUTE);
      if (minute != lastMinute) {
        lastMinute = minute;
        lastSets = minutes.computeIfAbsent(minute, start -> new ReadingSets[SHARDS]);
      }
      long hash =
          Shards.hash(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
      int shard = Shards.shardOf(hash, SHARDS);
      ReadingSets sets = lastSets[shard];
      if (sets == null) {
        sets = new ReadingSets(minute, MINUTE);
        lastSets[shard] = sets;
      }
      sets.add(reading, hash);
    }

    private void closeUpTo(long watermark) {
      while (!minutes.isEmpty() && minutes.firstKey() + MINUTE <= watermark) {
        Map.Entry<Long, @Nullable ReadingSets[]> minute = minutes.pollFirstEntry();
        lastMinute = Long.MIN_VALUE;
        closeMinute(minute.getKey(), minute.getValue());
      }
      close(sliding, StreamWork.SLIDING, watermark, Tally.Window.SLIDING);
      close(hours, StreamWork.HOUR, watermark, Tally.Window.HOUR);
    }

    private void closeMinute(long start, @Nullable ReadingSets[] shards) {
      long hour = start - Math.floorMod(start, StreamWork.HOUR.toMillis());
      for (int shard = 0; shard < SHARDS; shard++) {
        ReadingSets sets = shards[shard];
        if (sets != null) {
          byte[] partials =
              firing.minute(sets, row -> Tally.row(Tally.Window.MINUTE, row.readingCount()));
          for (int back = 0; back < StreamWork.OVERLAP; back++) {
            put(sliding, start - back * MINUTE, shard, partials);
          }
          put(hours, hour, shard, partials);
        }
      }
    }

    private static void put(
        Map<Long, List<List<byte[]>>> windows, long start, int shard, byte[] partials) {
      List<List<byte[]>> shards = windows.computeIfAbsent(start, key -> emptyShards());
      shards.get(shard).add(partials);
    }

    private static List<List<byte[]>> emptyShards() {
      List<List<byte[]>> shards = new ArrayList<>(SHARDS);
      for (int i = 0; i < SHARDS; i++) {
        shards.add(new ArrayList<>());
      }
      return shards;
    }

    private void close(
        NavigableMap<Long, List<List<byte[]>>> windows,
        Duration length,
        long watermark,
        Tally.Window kind) {
      Consumer<RollupRow> count = row -> Tally.row(kind, row.readingCount());
      while (!windows.isEmpty() && windows.firstKey() + length.toMillis() <= watermark) {
        Map.Entry<Long, List<List<byte[]>>> window = windows.pollFirstEntry();
        for (List<byte[]> partials : window.getValue()) {
          firing.window(window.getKey(), length.toMillis(), partials, count);
        }
      }
    }
  }
}
