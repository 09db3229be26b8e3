package io.wattflow.pipelines.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.options.AuditOptions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditScheduleTest {
  private static final Duration SETTLED = Duration.ofMinutes(30);

  private static AuditSchedule schedule(String... arguments) {
    return AuditSchedule.of(Arguments.of(arguments).as(AuditOptions.class), SETTLED);
  }

  private static BackfillSpan span(AuditSchedule.Turn turn) {
    return turn.plan().span();
  }

  @Test
  void hoursAreDueWhenTheyHaveSettledAndDaysAfterThem() {
    AuditSchedule schedule = schedule("--every=1h", "--from=2026-11-25T21:10:00Z");
    assertThat(schedule.due(Instant.parse("2026-11-25T22:29:59Z"))).isEmpty();

    AuditSchedule.Turn hour = schedule.due(Instant.parse("2026-11-25T22:30:00Z")).orElseThrow();
    assertThat(hour.whole()).isFalse();
    assertThat(hour.plan().tables()).doesNotContain(Table.ROLLUP_1D).hasSize(3);
    assertThat(span(hour).from()).isEqualTo("2026-11-25T21:00:00Z");
    assertThat(span(hour).until()).isEqualTo("2026-11-25T22:00:00Z");
    schedule.done(hour);
    assertThat(schedule.due(Instant.parse("2026-11-25T22:40:00Z"))).isEmpty();

    AuditSchedule.Turn day = schedule.due(Instant.parse("2026-11-26T01:45:00Z")).orElseThrow();
    assertThat(day.whole()).isTrue();
    assertThat(day.plan().tables()).contains(Table.ROLLUP_1D);
    assertThat(span(day).from()).isEqualTo("2026-11-25T00:00:00Z");
    assertThat(span(day).until()).isEqualTo("2026-11-26T00:00:00Z");
    schedule.done(day);

    AuditSchedule.Turn rest = schedule.due(Instant.parse("2026-11-26T01:45:00Z")).orElseThrow();
    assertThat(span(rest).from()).isEqualTo("2026-11-26T00:00:00Z");
    assertThat(span(rest).until()).isEqualTo("2026-11-26T01:00:00Z");
  }

  @Test
  void whatIsNotDoneIsDueAgain() {
    AuditSchedule schedule = schedule("--every=1h", "--from=2026-11-25T10:00:00Z");
    AuditSchedule.Turn failed = schedule.due(Instant.parse("2026-11-25T11:30:00Z")).orElseThrow();
    AuditSchedule.Turn again = schedule.due(Instant.parse("2026-11-25T12:30:00Z")).orElseThrow();

    assertThat(span(again).from()).isEqualTo(span(failed).from());
    assertThat(span(again).until()).isEqualTo("2026-11-25T12:00:00Z");
  }

  @Test
  void daysAloneAreDueAsDays() {
    AuditSchedule schedule =
        schedule("--every=1h", "--tables=rollup_1d", "--from=2026-11-25T10:00:00Z");
    assertThat(schedule.due(Instant.parse("2026-11-25T15:30:00Z"))).isEmpty();
    assertThat(schedule.due(Instant.parse("2026-11-26T00:30:00Z")).orElseThrow().whole()).isTrue();
  }

  @Test
  void anEndHasNoMeaning() {
    assertThatThrownBy(() -> schedule("--every=1h", "--to=2026-11-26"))
        .hasMessageStartingWith("--to=2026-11-26: ");
  }
}
