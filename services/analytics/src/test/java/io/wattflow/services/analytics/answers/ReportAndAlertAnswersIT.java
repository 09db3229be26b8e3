package io.wattflow.services.analytics.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.schemas.avro.AlertSeverity;
import io.wattflow.services.analytics.cache.CacheClass;
import io.wattflow.services.analytics.cache.Loaded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Reports, and alerts as they stand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportAndAlertAnswersIT {
  private static final Instant NOW = Instant.parse("2026-11-27T09:41:20Z");

  private AnswersEngine engine;
  private long nextUser = 1_000;

  @BeforeAll
  void start(@TempDir Path folder) {
    engine = AnswersEngine.start(folder);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  static Reports reports(long user, Optional<String> device) {
    return new Reports(
        user,
        ReportPeriod.DAILY,
        LocalDate.parse("2026-01-01"),
        LocalDate.parse("2026-01-31"),
        device);
  }

  @Test
  void reportsAreExact() throws SQLException {
    long user = nextUser++;
    engine.execute(
        """
        INSERT INTO report_daily (user_id, device_id, device_type, period_start, time_zone,
            period_start_utc, period_end_utc, energy_wh, energy_import_wh, energy_export_wh,
            covered_seconds, power_max, power_max_window_start, power_max_window_seconds, quality,
            currency, cost_import, cost_export, cost_standing, version)
        VALUES
          (%1$d, 'meter-1', 'METER', '2026-01-02', 'Europe/Berlin', '2026-01-01 23:00:00',
            '2026-01-02 23:00:00', 123456789012.123456, 123456789012.123456, 0, 86400.000, 1234.5,
            '2026-01-02 03:00:00', 3600, 65, 'EUR', 12345678901234567.123456789012345,
            -0.000000000000001, 0.250000000000000, 7),
          (%1$d, 'plug-1', 'PLUG', '2026-01-02', 'Europe/Berlin', '2026-01-01 23:00:00',
            '2026-01-02 23:00:00', 0.1, 0.1, 0, 43200, NULL, NULL, NULL, 0, '', NULL, NULL, NULL, 3),
          (%1$d, 'meter-1', 'METER', '2026-02-01', 'Europe/Berlin', '2026-01-31 23:00:00',
            '2026-02-01 23:00:00', 1, 1, 0, 86400, NULL, NULL, NULL, 0, '', NULL, NULL, NULL, 3)
        """
            .formatted(user));
    Loaded loaded = engine.load(reports(user, Optional.empty()), NOW);
    assertThat(loaded.cacheClass()).isEqualTo(CacheClass.DAILY);
    String text = new String(loaded.answer().body(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains("\"energy_wh\":123456789012.123456,")
        .contains("\"cost\":\"12345678901234567.373456789012344\"")
        .contains("\"cost_import\":\"12345678901234567.123456789012345\"")
        .contains("\"cost_export\":\"-0.000000000000001\"")
        .contains("\"cost_standing\":\"0.25\"");
    JsonNode rows = AnswersEngine.json(loaded.answer()).get("rows");
    assertThat(rows).hasSize(2);
    JsonNode meter = rows.get(0);
    assertThat(meter.get("period_start").textValue()).isEqualTo("2026-01-02");
    assertThat(meter.get("period_start_utc").textValue()).isEqualTo("2026-01-01T23:00:00Z");
    assertThat(meter.get("power_max_window_start").textValue()).isEqualTo("2026-01-02T03:00:00Z");
    assertThat(meter.get("power_max").doubleValue()).isEqualTo(1234.5);
    assertThat(meter.get("coverage").doubleValue()).isEqualTo(1);
    assertThat(meter.get("quality_flags").toString())
        .isEqualTo("[\"ESTIMATED\",\"DIVIDED_BY_TIME\"]");
    JsonNode plug = rows.get(1);
    assertThat(plug.get("cost").isNull()).isTrue();
    assertThat(plug.get("power_max_window_start").isNull()).isTrue();
    assertThat(plug.get("power_max").isNull()).isTrue();
    assertThat(engine.ask(reports(user, Optional.of("plug-1")), NOW).get("rows")).hasSize(1);
  }

  private AlertList alerts(long user, boolean openOnly, Optional<AlertSeverity> severity) {
    return new AlertList(
        user, openOnly, Optional.empty(), Optional.empty(), severity, 2, Optional.empty());
  }

  @Test
  void alertsAreListedAsTheyStandTheNewestFirst() throws SQLException {
    long user = nextUser++;
    engine.execute(
        """
        INSERT INTO alerts VALUES
          (%1$d, 'meter-1', 'power-above-limit', 'CRITICAL', 'RAISED', 1795772400.5, 1795772400.5, 9000, 8000, 1),
          (%1$d, 'meter-1', 'power-above-limit', 'CRITICAL', 'UPDATED', 1795772400.5, 1795772460.0, 9100, 8000, 2),
          (%1$d, 'plug-1', 'device-offline', 'WARNING', 'CLEARED', 1795772400.5, 1795772460.0, 90, 60, 2),
          (%1$d, 'plug-2', 'device-offline', 'WARNING', 'RAISED', 1795768800.0, 1795768800.0, 90, 60, 1),
          (%1$d, 'plug-2', 'device-offline', 'INFO', 'AMENDED', 1795768000.0, 1795768000.0, 90, 60, 3)
        """
            .formatted(user));
    engine.execute(
        "INSERT INTO alerts VALUES (%d, 'meter-1', 'power-above-limit', 'INFO', 'RAISED', 1795772400.5, 1795772400.5, 1, 1, 1)"
            .formatted(user));
    List<String> ids = new ArrayList<>();
    Optional<AlertList> question = Optional.of(alerts(user, false, Optional.empty()));
    while (question.isPresent()) {
      AlertList asked = question.get();
      Loaded loaded = engine.load(asked, NOW);
      assertThat(loaded.cacheClass()).isEqualTo(CacheClass.REALTIME);
      AnswersEngine.json(loaded.answer())
          .get("alerts")
          .forEach(alert -> ids.add(alert.get("id").textValue() + alert.get("version").asText()));
      question =
          Optional.ofNullable(loaded.answer().next())
              .map(
                  next ->
                      new AlertList(
                          user,
                          false,
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty(),
                          2,
                          Optional.of(
                              AlertList.Cursor.parse(
                                  next.replaceAll(".*[?&]cursor=([^&]*).*", "$1")))));
    }
    assertThat(ids)
        .containsExactly(
            "meter-1:power-above-limit:17957724005002",
            "plug-1:device-offline:17957724005002",
            "plug-2:device-offline:17957688000001",
            "plug-2:device-offline:17957680000003");
    JsonNode first = engine.ask(alerts(user, true, Optional.empty()), NOW).get("alerts");
    assertThat(first).hasSize(2);
    assertThat(first.get(0).get("start").textValue()).isEqualTo("2026-11-27T09:40:00.500Z");
    assertThat(first.get(0).get("value").doubleValue()).isEqualTo(9100);
    assertThat(first.get(0).get("state").textValue()).isEqualTo("UPDATED");
    assertThat(first.get(1).get("device_id").textValue()).isEqualTo("plug-2");
    JsonNode warnings =
        engine.ask(alerts(user, false, Optional.of(AlertSeverity.WARNING)), NOW).get("alerts");
    assertThat(warnings).hasSize(2);
    AlertList early =
        new AlertList(
            user,
            false,
            Optional.of(Instant.ofEpochSecond(1_795_768_000)),
            Optional.of(Instant.ofEpochSecond(1_795_768_800)),
            Optional.empty(),
            10,
            Optional.empty());
    assertThat(engine.ask(early, NOW).get("alerts")).hasSize(1);
    assertThat(engine.ask(alerts(77_777, false, Optional.empty()), NOW).get("alerts")).isEmpty();
  }
}
