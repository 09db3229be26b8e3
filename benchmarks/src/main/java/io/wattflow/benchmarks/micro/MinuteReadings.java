package io.wattflow.benchmarks.micro;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TelemetryScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The first {@link MicroBenchmark#READINGS} records of one minute, the same ones each time.
 *
 * <p>They are skewed as a topic's are: devices have ranks from 1 to {@value #RANKS}, and one of
 * rank r reports in every r-th second on average, so that the sixtieth part of the devices sends a
 * fifth of the readings, and most series have a few.
 */
final class MinuteReadings {
  /** Start of the minute, in ms since the epoch: an evening, when much is switched on. */
  static final long START_MILLIS = Instant.parse("2026-01-15T18:00:00Z").toEpochMilli();

  static final long LENGTH_MILLIS = 60_000;
  static final long SEED = 20260115;

  private static final int DEVICES = 8_192;
  private static final int RANKS = 60;
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** 5 % out of order, 1 % repeated, 0.3 % conflicting. */
  private static final Faults DISORDER =
      new Faults(0, 0.05, 0.01, 0.003, 0, 0, 0, Duration.ZERO, Duration.ofSeconds(4));

  private MinuteReadings() {}

  /** Records of the current schema, in the order of a topic, some of them repeated. */
  static List<ProducedRecord> records() {
    return records(0, DISORDER);
  }

  /** Records of the current schema whose readings are distinct. */
  static List<ProducedRecord> distinctRecords() {
    return records(0, Faults.none());
  }

  /** Records of the first published schema. */
  static List<ProducedRecord> oldestRecords() {
    return records(1, DISORDER);
  }

  private static List<ProducedRecord> records(double legacyShare, Faults faults) {
    Instant end = Instant.ofEpochMilli(START_MILLIS + LENGTH_MILLIS);
    Duration span = Duration.ofMillis(LENGTH_MILLIS);
    Fleet fleet = Fleet.of(new Fleet.Plan(SEED, DEVICES, end, span, SECOND, legacyShare, false));
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Integer> ranks = new HashMap<>();
    List<ProducedRecord> records = new ArrayList<>(MicroBenchmark.READINGS);
    for (ProducedRecord produced : TelemetryScript.of(SEED, faults, fleet)) {
      int rank = ranks.computeIfAbsent(produced.key(), device -> 1 + random.nextInt(RANKS));
      if (random.nextInt(rank) == 0) {
        records.add(produced);
        if (records.size() == MicroBenchmark.READINGS) {
          return records;
        }
      }
    }
    throw new IllegalStateException("the minute has only " + records.size() + " readings");
  }

  /** What Kafka would hand out as values. */
  static byte[][] payloads(List<ProducedRecord> records) {
    return records.stream().map(ProducedRecord::payload).toArray(byte[][]::new);
  }

  /** What Kafka would hand out as keys. */
  static byte[][] keys(List<ProducedRecord> records) {
    return records.stream()
        .map(produced -> produced.key().getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /** The readings of records, each in a holder of its own. */
  static DecodedReading[] decoded(List<ProducedRecord> records) {
    ReadingDecoder decoder = new ReadingDecoder();
    return records.stream()
        .map(produced -> decode(decoder, produced, new DecodedReading()))
        .toArray(DecodedReading[]::new);
  }

  /** Decodes a record that must be good into a holder, which is returned. */
  static DecodedReading decode(
      ReadingDecoder decoder, ProducedRecord produced, DecodedReading into) {
    if (decoder.decode(produced.payload(), into) != null) {
      throw new IllegalStateException("a record cannot be decoded: " + decoder.detail());
    }
    return into;
  }
}
