package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.simulation.live.TopicReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that replays have remembered, from the first on: the segment that is written is not
 * compacted.
 *
 * @param letterByLanding the letter of each record that a replay knows to be in its topic
 * @param begunTwice letters that two replays have begun, the second because the first had died
 */
record MarksHistory(Map<Place, String> letterByLanding, Set<String> begunTwice) {
  static MarksHistory read(ReplayScene scene) throws IOException {
    MarksHistory history = new MarksHistory(new HashMap<>(), new HashSet<>());
    Set<String> begun = new HashSet<>();
    TopicReader.readEach(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            scene.kafka().bootstrap(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"),
        scene.marks(),
        (ConsumerRecord<byte[], byte[]> record) -> {
          if (record.value() != null) {
            String key = new String(record.key(), UTF_8);
            history.add(
                key.substring(0, key.indexOf('/')), ReplayMark.decode(record.value()), begun);
          }
          return true;
        });
    return history;
  }

  private void add(String letter, ReplayMark mark, Set<String> begun) {
    if (mark.landed() != null) {
      letterByLanding.put(mark.landed(), letter);
    } else if (!begun.add(letter)) {
      begunTwice.add(letter);
    }
  }
}
