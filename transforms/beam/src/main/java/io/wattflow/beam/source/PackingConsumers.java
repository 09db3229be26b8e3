package io.wattflow.beam.source;

import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives KafkaIO consumers that hand on what a poll returned as one {@link RecordPack} for each
 * partition.
 *
 * <p>KafkaIO reads, checkpoints and commits packs as it does records. Since a pack has the offset
 * of its last record, "behind the pack" is the same place as "behind its last record", and a
 * checkpoint never falls inside of one.
 */
final class PackingConsumers
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  @SuppressWarnings("unchecked")
  public Consumer<byte[], byte[]> apply(Map<String, Object> config) {
    Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            PackingConsumers.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(consumer, arguments);
                return result instanceof ConsumerRecords<?, ?>
                    ? packed((ConsumerRecords<byte[], byte[]>) result)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** One pack for each partition of which there are records. */
  static ConsumerRecords<byte[], byte[]> packed(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> packs = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      packs.put(partition, List.of(RecordPack.pack(partition, records.records(partition))));
    }
    return new ConsumerRecords<>(packs);
  }
}
