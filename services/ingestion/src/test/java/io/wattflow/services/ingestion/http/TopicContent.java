package io.wattflow.services.ingestion.http;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.live.TopicReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a topic holds in the end. */
final class TopicContent {
  private TopicContent() {}

  /** Device ids of all readings that begin so, in the order of their partition. */
  static List<String> deviceIds(String bootstrap, String topic, String prefix) {
    List<String> ids = new ArrayList<>();
    DecodedReading reading = new DecodedReading();
    ReadingDecoder decoder = new ReadingDecoder();
    for (ConsumerRecord<byte[], byte[]> one : TopicReader.readAll(bootstrap, topic)) {
      if (decoder.decode(one.value(), reading) != null) {
        throw new AssertionError("an undecodable record in the topic: " + decoder.detail());
      }
      if (reading.deviceId().startsWith(prefix)) {
        ids.add(reading.deviceId());
      }
    }
    return ids;
  }
}
