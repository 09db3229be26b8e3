package io.wattflow.services.analytics.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.cache.Change;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.Loaded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Devices one by one; what does not exist; and what an answer depends on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceAnswersIT {
  private static final Instant NOW = Instant.parse("2026-11-27T09:41:20Z");
  private static final Instant END = NOW.truncatedTo(ChronoUnit.MINUTES);

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

  private static Instant ago(long minutes) {
    return END.minus(Duration.ofMinutes(minutes));
  }

  @Test
  void devicesAreOnlineWhileTheyReport() throws SQLException {
    long user = nextUser++;
    SyntheticHousehold household =
        new SyntheticHousehold(user, 1)
            .add("meter-1", "METER", ago(90), END, 1)
            // Older than three reports of 10 s and than two minutes.
            .add("plug-old", "PLUG", ago(90), ago(3), 1)
            .add("plug-days", "PLUG", ago(20 * 1440), ago(20 * 1440 - 5), 1)
            .add("plug-forgotten", "PLUG", ago(40 * 1440), ago(40 * 1440 - 5), 1)
            // An inverter reports every 15 minutes.
            .add("inverter-1", "INVERTER", ago(60), ago(30), -1)
            .add("slow-1", "HEAT_PUMP", ago(120), ago(80), 1);
    household.write(engine);
    engine.execute(
        """
        INSERT INTO devices VALUES (%1$d, 'slow-1', 'HEAT_PUMP', NULL, 1800, '', 0, 1),
          (%1$d, 'never-1', 'PLUG', NULL, 10, '', 0, 1)
        """
            .formatted(user));
    JsonNode answer = engine.ask(new DeviceStatusSummary(user), NOW);
    List<String> states = new ArrayList<>();
    for (JsonNode device : answer.get("devices")) {
      String id = device.get("device_id").textValue();
      String state = device.get("state").textValue();
      states.add(id + " " + device.get("device_type").textValue() + " " + state);
      assertThat(device.get("power_watts").isNull()).isEqualTo(state.equals("OFFLINE"));
      if (!id.equals("never-1")) {
        SyntheticHousehold.Minute last = household.minutes(id).lastEntry().getValue();
        if (state.equals("ONLINE")) {
          assertThat(device.get("power_watts").doubleValue()).isEqualTo(last.watts());
        }
        assertThat(Instant.parse(device.get("last_seen").textValue()).getEpochSecond())
            .isEqualTo(household.minutes(id).lastKey() + 59);
      } else {
        assertThat(device.get("last_seen").isNull()).isTrue();
      }
    }
    assertThat(states)
        .containsExactly(
            "inverter-1 INVERTER ONLINE",
            "meter-1 METER ONLINE",
            "never-1 PLUG OFFLINE",
            "plug-days PLUG OFFLINE",
            "plug-old PLUG OFFLINE",
            "slow-1 HEAT_PUMP ONLINE");
    assertThat(answer.get("total").intValue()).isEqualTo(6);
    assertThat(answer.get("online").intValue()).isEqualTo(3);
    assertThat(answer.get("offline").intValue()).isEqualTo(3);
    assertThat(answer.get("basis").textValue()).isEqualTo("METER");
    assertThat(answer.get("power_watts").doubleValue())
        .isEqualTo(household.minutes("meter-1").lastEntry().getValue().watts());
    assertThat(Instant.parse(answer.get("as_of").textValue())).isEqualTo(END.minusSeconds(1));
  }

  @Test
  void aHouseholdWhoseMeterIsSilentHasNoPower() throws SQLException {
    long user = nextUser++;
    new SyntheticHousehold(user, 2)
        .add("meter-1", "METER", ago(90), ago(10), 1)
        .add("plug-1", "PLUG", ago(90), END, 1)
        .write(engine);
    JsonNode answer = engine.ask(new DeviceStatusSummary(user), NOW);
    assertThat(answer.get("power_watts").isNull()).isTrue();
    assertThat(answer.get("online").intValue()).isEqualTo(1);
  }

  private DeviceRollups rollups(
      long user, String device, RollupWindow window, int limit, BodyFormat format) {
    return new DeviceRollups(
        user,
        device,
        window,
        ago(300),
        END.plus(Duration.ofHours(1)),
        limit,
        Optional.empty(),
        format);
  }

  private static DeviceRollups page(DeviceRollups first, String next) {
    String cursor = next.replaceAll(".*[?&]cursor=([^&]*).*", "$1");
    return new DeviceRollups(
        first.userId(),
        first.deviceId(),
        first.window(),
        first.from(),
        first.to(),
        first.limit(),
        Optional.of(DeviceRollups.Cursor.parse(cursor)),
        first.format());
  }

  @Test
  void pagesHaveEveryRowOnceAndEveryColumn() throws SQLException {
    long user = nextUser++;
    String device = "plug 1/ü";
    SyntheticHousehold household =
        new SyntheticHousehold(user, 3)
            .add(device, "PLUG", ago(240), END, 1)
            // The same id under another type: two rows of each window.
            .add(device, "HEAT_PUMP", ago(100), ago(50), 1);
    household.write(engine);
    DeviceRollups first = rollups(user, device, RollupWindow.ONE_MINUTE, 7, BodyFormat.JSON);
    List<String> seen = new ArrayList<>();
    Optional<DeviceRollups> question = Optional.of(first);
    int pages = 0;
    while (question.isPresent()) {
      Loaded loaded = engine.load(question.get(), NOW);
      JsonNode page = AnswersEngine.json(loaded.answer());
      assertThat(page.get("rows").size()).isBetween(1, 7);
      page.get("rows")
          .forEach(
              row ->
                  seen.add(
                      row.get("window_start").textValue()
                          + " "
                          + row.get("device_type").textValue()));
      Optional<String> next = Optional.ofNullable(loaded.answer().next());
      assertThat(next).isEqualTo(Optional.ofNullable(page.get("next").textValue()));
      question = next.map(address -> page(first, address));
      pages++;
    }
    List<String> expected = new ArrayList<>();
    for (long minute = 240; minute > 0; minute--) {
      if (minute <= 100 && minute > 50) {
        expected.add(ago(minute) + " HEAT_PUMP");
      }
      expected.add(ago(minute) + " PLUG");
    }
    assertThat(seen).isEqualTo(expected);
    assertThat(pages).isEqualTo((expected.size() + 6) / 7);
    JsonNode body = engine.ask(first, NOW);
    assertThat(body.get("next").textValue())
        .startsWith("/v1/devices/plug%201%2F%C3%BC/rollups?user=" + user + "&window=1m&");
    JsonNode row = body.get("rows").get(0);
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .hasSize(21)
        .startsWith("user_id", "device_id", "device_type", "window_start", "window_end")
        .endsWith("coverage", "quality_flags");
    assertThat(row.get("window_start").textValue()).isEqualTo(ago(240).toString());
    assertThat(row.get("window_end").textValue()).isEqualTo(ago(239).toString());
    assertThat(row.get("last_event_time").textValue())
        .isEqualTo(ago(239).minusSeconds(1).toString());
    SyntheticHousehold.Minute minute = household.minutes(device).firstEntry().getValue();
    assertThat(row.get("energy_wh").doubleValue()).isCloseTo(minute.energy() / 1e6, within(1e-9));
    assertThat(row.get("reading_count").intValue()).isEqualTo(6);
    assertThat(row.get("counter_energy_wh").isNull()).isTrue();
    assertThat(row.get("coverage").doubleValue()).isEqualTo(minute.covered() / 60.0);
    assertThat(row.get("quality_flags").isArray()).isTrue();
  }

  @Test
  void csvIsQuotedAndSaysWhereItGoesOn() throws SQLException {
    long user = nextUser++;
    String device = "plug \"1\", kitchen";
    new SyntheticHousehold(user, 4).add(device, "PLUG", ago(180), END, 1).write(engine);
    DeviceRollups first = rollups(user, device, RollupWindow.ONE_HOUR, 3, BodyFormat.CSV);
    Loaded loaded = engine.load(first, NOW);
    assertThat(loaded.answer().mediaType()).startsWith("text/csv");
    String text = new String(loaded.answer().body(), StandardCharsets.UTF_8);
    List<String> lines = List.of(text.split("\r\n"));
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .startsWith("user_id,device_id,device_type,window_start,window_end,energy_wh,")
        .endsWith(",coverage,quality_flags");
    assertThat(lines.get(1))
        .startsWith(
            user + ",\"plug \"\"1\"\", kitchen\",PLUG,2026-11-27T06:00:00Z,2026-11-27T07:00:00Z,");
    Optional<String> next = Optional.ofNullable(loaded.answer().next());
    assertThat(next).get().asString().endsWith("&cursor=1795766400.PLUG&format=csv");
    DeviceRollups second = page(first, next.orElse(""));
    Loaded rest = engine.load(second, NOW);
    String last = new String(rest.answer().body(), StandardCharsets.UTF_8);
    assertThat(last.split("\r\n")).hasSize(2);
    assertThat(last).contains(",PLUG,2026-11-27T09:00:00Z,");
    assertThat(rest.answer().next()).isNull();
    DeviceRollups exact = rollups(user, device, RollupWindow.ONE_HOUR, 4, BodyFormat.CSV);
    assertThat(engine.load(exact, NOW).answer().next()).as("a full page may be the last").isNull();
  }

  @Test
  void cursorsThatAreNoneAreRefused() {
    for (String text : List.of("", "x", "12", ".PLUG", "-1.PLUG", "99999999999.PLUG")) {
      assertThatThrownBy(() -> DeviceRollups.Cursor.parse(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String text : List.of("", "!", "abcd", "AAAA")) {
      assertThatThrownBy(() -> AlertList.Cursor.parse(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
    AlertList.Cursor cursor = new AlertList.Cursor(NOW, "meter ü", "device-offline");
    assertThat(AlertList.Cursor.parse(cursor.toString())).isEqualTo(cursor);
  }

  @Test
  void whatDoesNotExistIsToldInTheSameBytes() throws SQLException {
    long user = nextUser++;
    engine.execute("INSERT INTO users VALUES (%d, '', '', 0, 1)".formatted(user));
    long unknown = 987_654_321;
    List<Inquiry> ofNobody =
        List.of(
            new TotalEnergyToday(unknown, Optional.empty()),
            new TopConsumingDevices(unknown, 3),
            new HourlyTrends(unknown),
            new DeviceStatusSummary(unknown),
            new HouseholdRollups(unknown, RollupWindow.ONE_HOUR, ago(60), END),
            ReportAndAlertAnswersIT.reports(unknown, Optional.empty()));
    for (Inquiry inquiry : ofNobody) {
      Loaded loaded = engine.load(inquiry, NOW);
      assertThat(loaded.answer().negative()).isTrue();
      assertThat(loaded.answer().body()).isEqualTo(NotFound.user(unknown).body());
      assertThat(touched(loaded, new Change("rollup_1m", unknown, "any", 5_000, 65_000))).isTrue();
    }
    assertThat(new String(NotFound.user(42).body(), StandardCharsets.UTF_8))
        .contains("no user 42")
        .contains("urn:wattflow:problem:not-found");
    List<Inquiry> ofNoDevice =
        List.of(
            rollups(user, "none", RollupWindow.ONE_HOUR, 5, BodyFormat.JSON),
            rollups(user, "none", RollupWindow.ONE_HOUR, 5, BodyFormat.CSV),
            ReportAndAlertAnswersIT.reports(user, Optional.of("none")));
    for (Inquiry inquiry : ofNoDevice) {
      Answer answer = engine.load(inquiry, NOW).answer();
      assertThat(answer.negative()).isTrue();
      assertThat(answer.body()).isEqualTo(NotFound.device("none").body());
    }
    // Known, and without rows in the span.
    assertThat(engine.ask(ReportAndAlertAnswersIT.reports(user, Optional.empty()), NOW).get("rows"))
        .isEmpty();
    assertThat(engine.ask(new DeviceStatusSummary(user), NOW).get("total").intValue()).isZero();
  }

  @Test
  void spansBeyondTheColumnsAreTheirEnds() throws SQLException {
    long user = nextUser++;
    new SyntheticHousehold(user, 8).add("meter-1", "METER", ago(180), END, 1).write(engine);
    Instant never = Instant.parse("+99999-01-01T00:00:00Z");
    assertThat(
            engine
                .ask(
                    new HouseholdRollups(
                        user, RollupWindow.ONE_DAY, Instant.parse("-0001-01-01T00:00:00Z"), never),
                    NOW)
                .get("rows"))
        .hasSize(1);
    assertThat(
            engine
                .ask(
                    new Reports(
                        user, ReportPeriod.YEARLY, LocalDate.MIN, LocalDate.MAX, Optional.empty()),
                    NOW)
                .get("rows"))
        .isEmpty();
    AlertList everything =
        new AlertList(
            user,
            false,
            Optional.of(Instant.MIN),
            Optional.of(Instant.MAX),
            Optional.empty(),
            10,
            Optional.empty());
    assertThat(engine.ask(everything, NOW).get("alerts")).isEmpty();
  }

  private static boolean touched(Loaded loaded, Change change) {
    return loaded.dependencies().stream().anyMatch(row -> row.touches(change));
  }

  private static Change row(String table, long user, String device, String start, int seconds) {
    long millis = Instant.parse(start).toEpochMilli();
    return new Change(table, user, device, millis, millis + seconds * 1_000L);
  }

  @Test
  void anAnswerDependsOnItsRowsAndNoOthers() throws SQLException {
    long user = nextUser++;
    new SyntheticHousehold(user, 9).add("meter-1", "METER", ago(3_000), END, 1).write(engine);
    Loaded today = engine.load(new TotalEnergyToday(user, Optional.empty()), NOW);
    assertThat(touched(today, row("rollup_1h", user, "meter-1", "2026-11-26T00:00:00Z", 3600)))
        .isTrue();
    assertThat(touched(today, row("rollup_1h", user, "meter-1", "2026-11-27T09:00:00Z", 3600)))
        .isTrue();
    assertThat(touched(today, row("rollup_1h", user, "meter-1", "2026-11-25T23:00:00Z", 3600)))
        .isFalse();
    assertThat(touched(today, row("rollup_1h", user + 1, "meter-1", "2026-11-27T09:00:00Z", 3600)))
        .isFalse();
    // Yesterday until 09:41 cuts an hour.
    assertThat(touched(today, row("rollup_1m", user, "meter-1", "2026-11-26T09:20:00Z", 60)))
        .isTrue();
    assertThat(touched(today, row("rollup_1m", user, "meter-1", "2026-11-27T09:20:00Z", 60)))
        .isFalse();
    assertThat(touched(today, row("rollup_1d", user, "meter-1", "2026-11-27T00:00:00Z", 86_400)))
        .isFalse();
    Loaded trends = engine.load(new HourlyTrends(user), NOW);
    assertThat(touched(trends, row("rollup_1h", user, "new", "2026-11-26T09:00:00Z", 3600)))
        .isTrue();
    assertThat(touched(trends, row("rollup_1h", user, "new", "2026-11-26T08:00:00Z", 3600)))
        .isFalse();
    DeviceRollups page =
        new DeviceRollups(
            user,
            "meter-1",
            RollupWindow.ONE_HOUR,
            Instant.parse("2026-11-26T00:00:00Z"),
            Instant.parse("2026-11-27T00:00:00Z"),
            5,
            Optional.empty(),
            BodyFormat.JSON);
    Loaded rows = engine.load(page, NOW);
    assertThat(touched(rows, row("rollup_1h", user, "meter-1", "2026-11-26T04:00:00Z", 3600)))
        .isTrue();
    assertThat(touched(rows, row("rollup_1h", user, "meter-1", "2026-11-26T05:00:00Z", 3600)))
        .isFalse();
    assertThat(touched(rows, row("rollup_1h", user, "plug-1", "2026-11-26T04:00:00Z", 3600)))
        .isFalse();
    Loaded status = engine.load(new DeviceStatusSummary(user), NOW);
    assertThat(touched(status, row("rollup_1m", user, "meter-1", "2026-11-27T09:41:00Z", 60)))
        .isTrue();
  }
}
