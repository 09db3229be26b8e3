package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.integration.kit.AnalyticsInstance;
import io.wattflow.integration.kit.AnalyticsInstance.Answer;
import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TrueReading;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two instances of the analytics service show a household's past, which they may keep for a day. A
 * reading of that past comes late: both show it within seconds, and what it did not change stays
 * where it is.
 */
@ExtendWith(WattflowExtension.class)
class LateReadingAnswersIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LATE = Duration.ofMinutes(5);

  @Test
  void everyInstanceShowsALateReadingAndKeepsTheRest(Scenario scenario) throws Exception {
    Instant end = Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.HOURS);
    List<ProducedRecord> records =
        Scripts.household(61, 20, end, Duration.ofMinutes(40), Faults.none());
    ProducedRecord late = about(records, end.minus(LATE));
    List<ProducedRecord> punctual = new ArrayList<>(records);
    punctual.remove(late);
    scenario.startStream().produce(punctual).awaitAgreement();

    TrueReading reading = Objects.requireNonNull(late.reading());
    String changed = minuteOf(reading);
    String household = hoursOf(reading.userId(), end);
    String neighbour = hoursOf(otherUser(records, reading.userId()), end);
    String minuteBefore = minuteBefore(reading);
    try (AnalyticsInstance one = AnalyticsInstance.start(scenario, "one");
        AnalyticsInstance two = AnalyticsInstance.start(scenario, "two")) {
      List<AnalyticsInstance> both = List.of(one, two);
      List<String> untouched = List.of(neighbour, minuteBefore);
      for (String path : List.of(changed, household, neighbour, minuteBefore)) {
        assertThat(one.ask(path).tier()).as(path).isEqualTo("STORE");
        assertThat(two.ask(path).tier()).as(path).isEqualTo("L2");
        assertThat(one.ask(path).tier()).as(path).isEqualTo("L1");
        assertThat(two.ask(path)).as(path).isEqualTo(one.ask(path));
      }
      String before = one.ask(household).body();
      long counted = Long.parseLong(one.ask(changed).value("reading_count"));

      scenario.produce(List.of(late));
      for (AnalyticsInstance instance : both) {
        await("the late reading")
            .atMost(SOON)
            .until(() -> readings(instance.ask(changed)) == counted + 1);
      }
      scenario.awaitAgreement();
      for (AnalyticsInstance instance : both) {
        await("its energy")
            .atMost(SOON)
            .until(() -> !instance.ask(household).body().equals(before));
        for (String path : untouched) {
          assertThat(instance.ask(path).tier()).as(path).isEqualTo("L1");
        }
      }
      assertThat(one.ask(household).body()).isEqualTo(two.ask(household).body());
      assertThat(one.ask(changed).body()).isEqualTo(two.ask(changed).body());
    }
  }

  private static ProducedRecord about(List<ProducedRecord> records, Instant instant) {
    return records.stream()
        .filter(record -> record.eventTimeMillis() >= instant.toEpochMilli())
        .findFirst()
        .orElseThrow();
  }

  private static long otherUser(List<ProducedRecord> records, long userId) {
    return records.stream()
        .map(record -> Objects.requireNonNull(record.reading()).userId())
        .filter(user -> user != userId)
        .findFirst()
        .orElseThrow();
  }

  private static long readings(Answer answer) {
    return Long.parseLong(answer.value("reading_count"));
  }

  private static String minuteOf(TrueReading reading) {
    return minuteFrom(reading, minute(reading));
  }

  private static String minuteBefore(TrueReading reading) {
    // Neighbours bridge the gap between them: the one before that has nothing of this reading.
    return minuteFrom(reading, minute(reading).minus(Duration.ofMinutes(2)));
  }

  private static Instant minute(TrueReading reading) {
    return Instant.ofEpochMilli(reading.eventTimeMillis()).truncatedTo(ChronoUnit.MINUTES);
  }

  private static String minuteFrom(TrueReading reading, Instant from) {
    return "/v1/devices/%s/rollups?window=1m&format=csv&user=%s&from=%s&to=%s"
        .formatted(
            reading.deviceId(),
            Long.toUnsignedString(reading.userId()),
            from,
            from.plus(Duration.ofMinutes(1)));
  }

  private static String hoursOf(long userId, Instant end) {
    return "/v1/users/%s/rollups?window=1h&from=%s&to=%s"
        .formatted(Long.toUnsignedString(userId), end.minus(Duration.ofHours(1)), end);
  }
}
