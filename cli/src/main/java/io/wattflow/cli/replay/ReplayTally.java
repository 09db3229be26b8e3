package io.wattflow.cli.replay;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the letters of a replay. With nothing on its way, {@code selected = sent +
 * sent before + same bytes sent + same bytes begun + refused again + still refused + older than the
 * retention + refused by Kafka}.
 */
final class ReplayTally {
  private long read;
  private long selected;
  private long sent;
  private long sentBefore;
  private long sameBytesSent;
  private long sameBytesBegun;
  private long refusedAgain;
  private final TreeMap<String, Long> sentByReason = new TreeMap<>();
  private final TreeMap<String, Long> sentByTopic = new TreeMap<>();
  private final TreeMap<String, Long> stillRefused = new TreeMap<>();
  private final TreeMap<String, Long> olderThanRetention = new TreeMap<>();
  private final TreeMap<String, Long> refusedByKafka = new TreeMap<>();
  private @Nullable Instant earliest;
  private @Nullable Instant latest;

  void read() {
    read++;
  }

  void selected() {
    selected++;
  }

  void sent(Letter letter, String topic) {
    sent++;
    sentByReason.merge(letter.reason(), 1L, Long::sum);
    sentByTopic.merge(topic, 1L, Long::sum);
  }

  /** An event time of what is sent. */
  void eventTime(Instant time) {
    if (earliest == null || time.isBefore(earliest)) {
      earliest = time;
    }
    if (latest == null || time.isAfter(latest)) {
      latest = time;
    }
  }

  void sentBefore() {
    sentBefore++;
  }

  void sameBytesSent(long letters) {
    sameBytesSent += letters;
  }

  void sameBytesBegun(long letters) {
    sameBytesBegun += letters;
  }

  void refusedAgain() {
    refusedAgain++;
  }

  /** Under the reason that it would be refused for now. */
  void stillRefused(String reason) {
    stillRefused.merge(reason, 1L, Long::sum);
  }

  /** Under the topic that would delete it. */
  void olderThanRetention(String topic) {
    olderThanRetention.merge(topic, 1L, Long::sum);
  }

  /** Under what Kafka said. */
  void refusedByKafka(String refusal) {
    refusedByKafka.merge(refusal, 1L, Long::sum);
  }

  /** Letters that were looked at. */
  long lettersRead() {
    return read;
  }

  /** Of these, the ones that were meant. */
  long lettersSelected() {
    return selected;
  }

  long lettersSent() {
    return sent;
  }

  /** By the reason of the letter. */
  SortedMap<String, Long> lettersSentByReason() {
    return sentByReason;
  }

  SortedMap<String, Long> lettersSentByTopic() {
    return sentByTopic;
  }

  /** Not sent, since they are there. */
  long lettersSentBefore() {
    return sentBefore;
  }

  /** Not sent, since another letter with the same bytes was. */
  long lettersWithTheSameBytesAsSent() {
    return sameBytesSent;
  }

  /** Not sent, since another letter with the same bytes is begun, and not known to be sent. */
  long lettersWithTheSameBytesAsBegun() {
    return sameBytesBegun;
  }

  /** Not sent, since they are the records of replays. */
  long lettersRefusedAgain() {
    return refusedAgain;
  }

  SortedMap<String, Long> lettersStillRefused() {
    return stillRefused;
  }

  SortedMap<String, Long> lettersOlderThanRetention() {
    return olderThanRetention;
  }

  SortedMap<String, Long> lettersRefusedByKafka() {
    return refusedByKafka;
  }

  /** Earliest event time of what is sent; null if nothing is. */
  @Nullable Instant earliestEvent() {
    return earliest;
  }

  /** Latest event time of what is sent; null if nothing is. */
  @Nullable Instant latestEvent() {
    return latest;
  }
}
