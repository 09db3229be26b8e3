package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TrueReading;
import io.wattflow.simulation.load.DoorStandIn.Reaction;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole load through real connections to a door that fails now and then. */
@Timeout(180)
class DoorLoadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final LiveScript SCRIPT =
      new LiveScript(11, 60, 500, Faults.demo().withMaxLateness(Duration.ofSeconds(4)), null);

  private final LoadTally tally = new LoadTally();
  private final Instant start = Instant.now().plusMillis(500);
  private final List<String> safe = Collections.synchronizedList(new ArrayList<>());
  private Duration duration = Duration.ofSeconds(3);

  private LoadReport run(
      DoorStandIn door, LiveScript script, BodyFormat format, boolean gzip, int connections)
      throws InterruptedException {
    DoorClient client = new DoorClient(DoorOptions.of(door.url(), connections, "secret-7"));
    try (DoorTarget target =
            new DoorTarget(
                client,
                new BodyEncoder(format, gzip),
                10,
                tally,
                (produced, nanos) -> safe.add(name(produced)));
        PacedLoad load =
            new PacedLoad(
                script.from(start, duration).iterator(), start, duration, target, tally)) {
      load.start();
      assertThat(load.await(PATIENCE)).isTrue();
      assertThat(load.drain(PATIENCE)).isTrue();
      return load.report();
    }
  }

  /** All records that are due in the time, in order. */
  private List<ProducedRecord> due(LiveScript script) {
    List<ProducedRecord> due = new ArrayList<>();
    new Batches(
            script.from(start, duration).iterator(),
            new Batching(1, Duration.ZERO),
            record -> true,
            start.plus(duration).toEpochMilli())
        .forEachRemaining(batch -> due.addAll(batch.records()));
    return due;
  }

  /** Who, when, and what: the identity of a reading. */
  private static String name(ProducedRecord produced) {
    TrueReading r = produced.reading();
    return r == null
        ? "malformed"
        : String.join(
            "|",
            r.deviceId(),
            r.deviceType(),
            Long.toString(r.userId()),
            Long.toString(r.eventTimeMillis()),
            Long.toString(r.sequence()),
            Long.toString(r.powerMilliwatts()),
            Integer.toString(r.powerFactor()));
  }

  private static String name(DecodedReading r) {
    return String.join(
        "|",
        r.deviceId(),
        r.deviceType().name(),
        Long.toString(r.userId()),
        Long.toString(r.eventTimeMillis()),
        Long.toString(r.hasSequence() ? r.sequence() : TrueReading.NO_SEQUENCE),
        Long.toString(Math.round(r.powerWatts() * 1000)),
        Long.toString(
            r.hasPowerFactor()
                ? Math.round(r.powerFactor() * 10_000)
                : TrueReading.NO_POWER_FACTOR));
  }

  private static List<String> good(List<ProducedRecord> records) {
    return records.stream().filter(r -> r.reading() != null).map(DoorLoadIT::name).toList();
  }

  private static List<String> firstArrivals(DoorStandIn door) {
    return List.copyOf(
        new LinkedHashSet<>(door.arrivals().stream().map(DoorLoadIT::name).toList()));
  }

  @Test
  void overOneConnectionEveryReadingArrivesInTheOrderDueWhateverFails() throws Exception {
    Reaction[] reactions = {
      Reaction.TAKE,
      Reaction.BUSY,
      Reaction.BUSY,
      Reaction.TAKE,
      Reaction.CUT_AFTER_TAKING,
      Reaction.TAKE,
      Reaction.CUT,
      Reaction.CUT,
      Reaction.THROTTLE,
      Reaction.TAKE,
      Reaction.FAIL_AFTER_TAKING,
    };
    // Longer than all of the pauses together.
    duration = Duration.ofSeconds(8);
    try (DoorStandIn door = new DoorStandIn(reactions)) {
      LoadReport report = run(door, SCRIPT, BodyFormat.JSON, false, 1);

      List<ProducedRecord> due = due(SCRIPT);
      List<String> wanted = List.copyOf(new LinkedHashSet<>(good(due)));
      assertThat(firstArrivals(door)).isEqualTo(wanted);
      assertThat(report.failure()).isEmpty();
      assertThat(tally.sent()).isEqualTo(due.size());
      assertThat(tally.accepted()).isEqualTo(good(due).size());
      assertThat(safe).isEqualTo(good(due));
      long malformed = due.stream().filter(r -> r.reading() == null).count();
      assertThat(tally.refusedAsPlanned().values().stream().mapToLong(n -> n).sum())
          .isEqualTo(malformed);
      assertThat(tally.retries())
          .containsEntry("503", 2L)
          .containsEntry("429", 1L)
          .containsEntry("500", 1L)
          .containsEntry(DoorDelivery.NO_CONNECTION, 3L)
          .hasSize(4);
      // The door said twice to come back after a second: what was due then has waited.
      assertThat(tally.latency().max()).isGreaterThan(Duration.ofSeconds(2));
      assertThat(tally.service().max()).isLessThan(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @EnumSource(BodyFormat.class)
  void overManyConnectionsEveryReadingArrives(BodyFormat format) throws Exception {
    Reaction[] reactions = {Reaction.BUSY, Reaction.CUT_AFTER_TAKING, Reaction.CUT, Reaction.TAKE};
    try (DoorStandIn door = new DoorStandIn(reactions)) {
      LoadReport report = run(door, SCRIPT, format, format == BodyFormat.NDJSON, 8);

      List<ProducedRecord> due = due(SCRIPT);
      Set<String> arrived = new HashSet<>(firstArrivals(door));
      assertThat(arrived).isEqualTo(new HashSet<>(good(due)));
      assertThat(report.failure()).isEmpty();
      assertThat(tally.settled()).isEqualTo(due.size());
      assertThat(door.headers())
          .allMatch(h -> "Bearer secret-7".equals(h.authorization()))
          .allMatch(h -> h.path().equals("/v1/telemetry"))
          .allMatch(h -> (format == BodyFormat.NDJSON) == "gzip".equals(h.encoding()))
          .anyMatch(h -> format.contentType().equals(h.contentType()));
    }
  }

  @Test
  void malformedReadingsAreRefusedAndCountedByReason() throws Exception {
    Faults mostlyMalformed =
        new Faults(0, 0, 0, 0, 0, 0, 0.5, Duration.ZERO, Duration.ofMinutes(1));
    LiveScript script = new LiveScript(4, 20, 50, mostlyMalformed, 7L);
    try (DoorStandIn door = new DoorStandIn()) {
      LoadReport report = run(door, script, BodyFormat.JSON, false, 2);

      assertThat(report.failure()).isEmpty();
      assertThat(tally.refusedAsPlanned())
          .containsKeys("POWER_OUT_OF_RANGE", "USER_ID_NOT_POSITIVE", "EVENT_TIME", "HTTP 400");
      assertThat(tally.refusedAgainstPlan()).isEmpty();
      assertThat(tally.acceptedAgainstPlan()).isZero();
      assertThat(door.arrivals()).allMatch(reading -> reading.userId() == 7);
      assertThat(door.headers())
          .as("values go with the others, bytes go alone")
          .anyMatch(h -> "application/avro".equals(h.contentType()))
          .anyMatch(h -> "application/json".equals(h.contentType()));
    }
  }

  @Test
  void whatIsNoDoorEndsTheLoad() throws Exception {
    try (DoorStandIn door = new DoorStandIn(Reaction.TAKE, Reaction.NONSENSE)) {
      DoorClient client = new DoorClient(DoorOptions.of(door.url(), 1, null));
      try (DoorTarget target =
              new DoorTarget(
                  client, new BodyEncoder(BodyFormat.JSON, false), 10, tally, LoadObserver.NONE);
          PacedLoad load =
              new PacedLoad(SCRIPT.from(start, null).iterator(), start, null, target, tally)) {
        load.start();
        assertThat(load.await(PATIENCE)).isTrue();

        assertThat(load.drain(PATIENCE)).isFalse();
        assertThat(load.report().failure())
            .hasValueSatisfying(line -> assertThat(line).contains("202").contains("welcome"));
      }
    }
  }

  @Test
  void aDoorThatNeverComesUpLeavesItsReadingsWithoutAnswer() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:1");
    try (DoorTarget target =
            new DoorTarget(
                new DoorClient(DoorOptions.of(nobody, 2, null)),
                new BodyEncoder(BodyFormat.JSON, false),
                10,
                tally,
                LoadObserver.NONE);
        PacedLoad load =
            new PacedLoad(SCRIPT.from(start, null).iterator(), start, null, target, tally)) {
      load.start();
      await()
          .atMost(PATIENCE)
          .until(() -> tally.retries().getOrDefault(DoorDelivery.NO_CONNECTION, 0L) >= 6);
      load.stop();

      assertThat(load.drain(Duration.ofMillis(1))).isFalse();
      assertThat(tally.sent()).as("bounded by the connections").isEqualTo(20);
      LoadReport report = load.report();
      assertThat(report.open()).isEqualTo(20);
      assertThat(report.failure()).contains("20 records have no answer");
      assertThat(report.unsent()).isPositive();
    }
  }
}
