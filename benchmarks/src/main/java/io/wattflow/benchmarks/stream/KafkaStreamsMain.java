package io.wattflow.benchmarks.stream;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Kafka Streams with its Processor API: the topic is keyed by device already, so nothing is
 * repartitioned; stores in memory (or RocksDB) behind a cache, with changelogs; rows are emitted
 * when stream time passes a window's end. Stores keep bytes: a window's entry is appended to, never
 * decoded, until it closes.
 */
final class KafkaStreamsMain {
  private static final long CACHE_BYTES = 1L << 30;
  private static final int BUFFERED_RECORDS = 20_000;

  private KafkaStreamsMain() {}

  public static void main(String[] args) throws InterruptedException {
    StreamChild.run(args, KafkaStreamsMain::drain);
  }

  private static void drain(StreamWork work) throws Exception {
    Topology topology = new Topology();
    topology
        .addSource(
            "readings", new ByteArrayDeserializer(), new ByteArrayDeserializer(), work.topic())
        .addProcessor("rollups", RollUpProcessor::new, "readings");
    for (String store : RollUpProcessor.STORES) {
      topology.addStateStore(store(store, work.rocksDb()), "rollups");
    }
    CountDownLatch failed = new CountDownLatch(1);
    try (KafkaStreams streams = new KafkaStreams(topology, settings(work))) {
      streams.setUncaughtExceptionHandler(
          failure -> {
            failure.printStackTrace();
            failed.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      failed.await();
      throw new IllegalStateException("a stream thread has failed");
    }
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name, boolean rocksDb) {
    KeyValueBytesStoreSupplier supplier =
        rocksDb ? Stores.persistentKeyValueStore(name) : Stores.inMemoryKeyValueStore(name);
    return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }

  private static Properties settings(StreamWork work) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-" + work.round());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, work.bootstrap());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, work.folder().resolve("state").toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, work.parallelism());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, StreamWork.CHECKPOINTS.toMillis());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        StreamWork.MAX_POLL_RECORDS);
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        StreamWork.MAX_PARTITION_FETCH_BYTES);
    return settings;
  }
}
