package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.Trickle;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.Part;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.ProducedRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ClickHouse, Redis and Kafka die in turn under a running stream, and come back. */
@ExtendWith(WattflowExtension.class)
class PartsAwayIT {
  private static final int PER_SECOND = 1_000;

  /** Sent while a store is away: four seconds' worth. */
  private static final int MEANWHILE = 4 * PER_SECOND;

  private static final Duration KAFKA_AWAY = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "binary"})
  void theStreamWaitsForEachPartAndLosesNothing(String writer, Scenario scenario) throws Exception {
    List<ProducedRecord> records = Scripts.household(13, 250, Duration.ofMinutes(60));
    scenario.startStream("--clickhouseWriter=" + writer);
    long pid = scenario.stream().pid();

    try (Trickle trickle = scenario.trickle(records, PER_SECOND)) {
      scenario.awaitRows("rollup_1m", 1);
      clickHouseIsAway(scenario, trickle);
      redisIsAway(scenario, trickle);
      // Read before sent, for the trickle goes on.
      long read = scenario.stream().counter(StreamJob.RECORDS_READ);
      assertThat(read)
          .as("records read: more than were sent would mean that a store restarted the job")
          .isLessThanOrEqualTo(trickle.sent() + PER_SECOND);
      kafkaIsAway(scenario, trickle);
      scenario.say("%,d records are left", trickle.left());
      assertThat(trickle.left()).as("records left: the trickle went on all the time").isPositive();
      trickle.finish();
    }
    scenario.awaitAgreement();

    assertThat(scenario.stream().isAlive()).isTrue();
    assertThat(scenario.stream().pid()).as("process of the stream").isEqualTo(pid);
    long read = scenario.stream().counter(StreamJob.RECORDS_READ);
    scenario.say(
        "read %,d of %,d records: %s",
        read,
        scenario.produced(),
        read == scenario.produced()
            ? "the job was never restarted"
            : "the job was restarted within its process");
    assertThat(read).as("records read").isGreaterThanOrEqualTo(scenario.produced());
  }

  private static void clickHouseIsAway(Scenario scenario, Trickle trickle) throws SQLException {
    long before = scenario.totals().rows("telemetry");
    killUntilSent(scenario, trickle, scenario.platform().clickHouse());
    scenario.awaitRows("telemetry", before + MEANWHILE / 2);
  }

  private static void redisIsAway(Scenario scenario, Trickle trickle) throws IOException {
    killUntilSent(scenario, trickle, scenario.platform().redis());
    long before = scenario.stream().counter(StreamJob.STATUS_PUSHED);
    scenario
        .awaiting("device status after Redis is back")
        .until(() -> scenario.stream().counter(StreamJob.STATUS_PUSHED) > before);
  }

  private static void killUntilSent(Scenario scenario, Trickle trickle, Part part) {
    part.kill();
    scenario.say("%s killed", part.name());
    int target = trickle.sent() + MEANWHILE;
    scenario
        .awaiting("records while " + part.name() + " is away")
        .until(() -> trickle.sent() >= target);
    assertThat(part.isHealthy()).isFalse();
    part.restart();
    scenario.say("%s is back", part.name());
  }

  /** Nothing can be sent meanwhile; dead letters that are under way hold up the checkpoints. */
  private static void kafkaIsAway(Scenario scenario, Trickle trickle)
      throws IOException, InterruptedException {
    Part kafka = scenario.platform().kafka();
    kafka.kill();
    scenario.say("Kafka killed");
    scenario
        .awaiting("life without Kafka")
        .during(KAFKA_AWAY)
        .atMost(KAFKA_AWAY.multipliedBy(2))
        .until(() -> scenario.stream().isAlive() && !kafka.isHealthy());
    int sent = trickle.sent();
    kafka.restart();
    scenario.say("Kafka is back");
    scenario.awaiting("records after Kafka is back").until(() -> trickle.sent() > sent);
    scenario.awaitRead(scenario.stream().counter(StreamJob.RECORDS_READ) + PER_SECOND);
  }
}
