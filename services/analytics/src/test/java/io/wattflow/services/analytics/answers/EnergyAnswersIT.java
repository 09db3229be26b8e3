package io.wattflow.services.analytics.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.services.analytics.cache.CacheClass;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Energies of a household, against sums over its minutes in plain Java. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnergyAnswersIT {
  private static final Instant NOW = Instant.parse("2026-11-27T09:41:20Z");
  private static final double MICRO = 1e-6;

  private AnswersEngine engine;
  private long nextUser = 100;

  @BeforeAll
  void start(@TempDir Path folder) {
    engine = AnswersEngine.start(folder);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private static SyntheticHousehold twoDaysAndMore(long user, Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.MINUTES);
    Instant from = end.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(52));
    return new SyntheticHousehold(user, user)
        .add("meter-1", "METER", from, end, 0)
        .add("meter-2", "METER", from, end, 1)
        .add("plug-1", "PLUG", from, end, 1);
  }

  private static LongPredicate on(LocalDate date, ZoneId zone) {
    return second -> Instant.ofEpochSecond(second).atZone(zone).toLocalDate().equals(date);
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 2026-11-27T09:41:20Z",
    "Europe/Berlin, 2026-11-27T09:41:20Z",
    "America/New_York, 2026-11-27T03:59:59Z",
    // Half-hour and 45-minute zones: midnight cuts an hour.
    "Asia/Kolkata, 2026-11-27T09:41:20Z",
    "Asia/Kolkata, 2026-11-27T18:47:00Z",
    "Asia/Kathmandu, 2026-11-27T09:41:20Z",
    "America/St_Johns, 2026-11-27T03:31:10Z",
    // The day of 23 hours, and the one after it.
    "Europe/Berlin, 2026-03-29T15:10:00Z",
    "Europe/Berlin, 2026-03-30T15:10:00Z",
    // The day of 25 hours, and the one after it.
    "Europe/Berlin, 2026-10-25T15:10:00Z",
    "Europe/Berlin, 2026-10-26T15:10:00Z",
    // Clocks move by half an hour.
    "Australia/Lord_Howe, 2026-04-05T06:20:00Z",
  })
  void todayIsTheLocalDay(String zoneName, Instant now) throws SQLException {
    long user = nextUser++;
    ZoneId zone = ZoneId.of(zoneName);
    SyntheticHousehold household = twoDaysAndMore(user, now);
    household.write(engine);
    JsonNode answer = engine.ask(new TotalEnergyToday(user, Optional.of(zone)), now);

    ZonedDateTime local = now.atZone(zone);
    LocalDate day = local.toLocalDate();
    LocalDate before = day.minusDays(1);
    LongPredicate today = on(day, zone);
    LongPredicate yesterday = on(before, zone);
    long sameTime =
        ZonedDateTime.of(before, local.toLocalTime().truncatedTo(ChronoUnit.MINUTES), zone)
            .toEpochSecond();
    assertThat(answer.get("user_id").longValue()).isEqualTo(user);
    assertThat(answer.get("time_zone").textValue()).isEqualTo(zoneName);
    assertThat(answer.get("day").textValue()).isEqualTo(day.toString());
    assertThat(Instant.parse(answer.get("from").textValue()))
        .isEqualTo(day.atStartOfDay(zone).toInstant());
    assertThat(Instant.parse(answer.get("to").textValue()))
        .isEqualTo(day.plusDays(1).atStartOfDay(zone).toInstant());
    assertThat(answer.get("basis").textValue()).isEqualTo("METER");
    near(answer.get("energy_wh"), meters(household, today));
    near(answer.get("yesterday").get("energy_wh"), meters(household, yesterday));
    near(
        answer.get("yesterday").get("until_same_time_wh"),
        meters(household, yesterday.and(second -> second < sameTime)));
    assertThat(answer.get("yesterday").get("day").textValue()).isEqualTo(before.toString());
    near(
        answer.get("import_wh"),
        answer.get("energy_wh").doubleValue() + answer.get("export_wh").doubleValue());
    double passed = Duration.between(day.atStartOfDay(zone).toInstant(), now).toMillis() / 1e3;
    assertThat(answer.get("coverage").doubleValue())
        .isCloseTo(covered(household, today) / (2 * passed), within(1e-5));
    double whole = Duration.between(before.atStartOfDay(zone), day.atStartOfDay(zone)).toSeconds();
    assertThat(answer.get("yesterday").get("coverage").doubleValue())
        .isCloseTo(covered(household, yesterday) / (2 * whole), within(1e-5));
    assertThat(Instant.parse(answer.get("as_of").textValue()))
        .isEqualTo(now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(1));
    List<String> types = new ArrayList<>();
    answer
        .get("by_device_type")
        .forEach(
            type -> {
              types.add(type.get("device_type").textValue());
              near(
                  type.get("energy_wh"),
                  type.get("device_type").textValue().equals("METER")
                      ? meters(household, today)
                      : household.energy("plug-1", today));
            });
    assertThat(types).containsExactlyInAnyOrder("METER", "PLUG");
  }

  private static double meters(SyntheticHousehold household, LongPredicate wanted) {
    return household.energy("meter-1", wanted) + household.energy("meter-2", wanted);
  }

  private static double covered(SyntheticHousehold household, LongPredicate wanted) {
    return household.covered("meter-1", wanted) + household.covered("meter-2", wanted);
  }

  private static void near(JsonNode number, double expected) {
    assertThat(number.doubleValue()).isCloseTo(expected, within(MICRO));
  }

  @Test
  void theUsersOwnZoneCountsAndAWrongOneIsTakenAsUtc() throws SQLException {
    long user = nextUser++;
    twoDaysAndMore(user, NOW).write(engine);
    engine.execute(
        "INSERT INTO users VALUES (%d, 'Asia/Tokyo', '', 0, 1), (%d, 'Asia/Kolkata', '', 0, 2)"
            .formatted(user, user));
    TotalEnergyToday own = new TotalEnergyToday(user, Optional.empty());
    assertThat(engine.ask(own, NOW))
        .isEqualTo(
            engine.ask(new TotalEnergyToday(user, Optional.of(ZoneId.of("Asia/Kolkata"))), NOW));
    engine.execute("INSERT INTO users VALUES (%d, 'Mars/Base', '', 0, 3)".formatted(user));
    assertThat(engine.ask(own, NOW).get("time_zone").textValue()).isEqualTo("UTC");
    assertThat(own.key().name()).isEqualTo("total_energy_today");
    assertThat(new TotalEnergyToday(user, Optional.of(ZoneId.of("Asia/Kolkata"))).key().name())
        .isEqualTo("total_energy_today?time_zone=Asia%2FKolkata");
  }

  @Test
  void anHourWithoutItsMinutesIsDividedByTimeAndCountsAsEstimated() throws SQLException {
    long user = nextUser++;
    ZoneId zone = ZoneId.of("Asia/Kolkata");
    Instant midnight = Instant.parse("2026-11-26T18:30:00Z");
    Instant end = NOW.truncatedTo(ChronoUnit.MINUTES);
    SyntheticHousehold household =
        new SyntheticHousehold(user, 3)
            .add("meter-1", "METER", midnight.minus(Duration.ofMinutes(30)), end, 1);
    long cut = midnight.minus(Duration.ofMinutes(30)).getEpochSecond();
    household.write(engine, minute -> minute >= cut + 3_600);
    JsonNode answer = engine.ask(new TotalEnergyToday(user, Optional.of(zone)), NOW);
    double half = household.energy("meter-1", minute -> minute < cut + 3_600) / 2;
    double rest = household.energy("meter-1", minute -> minute >= cut + 3_600);
    near(answer.get("energy_wh"), half + rest);
    double estimated =
        household.minutes("meter-1").tailMap(cut + 3_600).values().stream()
                .mapToLong(SyntheticHousehold.Minute::estimated)
                .sum()
            / 1e6;
    near(answer.get("estimated_wh"), half + estimated);
    near(answer.get("yesterday").get("energy_wh"), half);
  }

  @Test
  void withoutAMeterAllDevicesCount() throws SQLException {
    long user = nextUser++;
    Instant end = NOW.truncatedTo(ChronoUnit.MINUTES);
    SyntheticHousehold household =
        new SyntheticHousehold(user, 4)
            .add("plug-1", "PLUG", end.minus(Duration.ofHours(30)), end, 1)
            .add("inverter-1", "INVERTER", end.minus(Duration.ofHours(30)), end, -1);
    household.write(engine);
    LongPredicate today = on(LocalDate.parse("2026-11-27"), ZoneId.of("UTC"));
    JsonNode answer = engine.ask(new TotalEnergyToday(user, Optional.empty()), NOW);
    assertThat(answer.get("basis").textValue()).isEqualTo("DEVICES");
    double imported = household.energy("plug-1", today);
    double exported = -household.energy("inverter-1", today);
    near(answer.get("energy_wh"), imported - exported);
    near(answer.get("import_wh"), imported);
    near(answer.get("export_wh"), exported);
    JsonNode hours = engine.ask(new HourlyTrends(user), NOW);
    assertThat(hours.get("basis").textValue()).isEqualTo("DEVICES");
  }

  @Test
  void aSilentHouseholdHasNoEnergyRatherThanNone() throws SQLException {
    long user = nextUser++;
    engine.execute("INSERT INTO users VALUES (%d, '', '', 0, 1)".formatted(user));
    JsonNode today = engine.ask(new TotalEnergyToday(user, Optional.empty()), NOW);
    assertThat(today.get("energy_wh").isNull()).isTrue();
    assertThat(today.get("as_of").isNull()).isTrue();
    assertThat(today.get("coverage").doubleValue()).isZero();
    assertThat(today.get("yesterday").get("energy_wh").isNull()).isTrue();
    assertThat(today.get("by_device_type")).isEmpty();
    assertThat(engine.ask(new TopConsumingDevices(user, 5), NOW).get("devices")).isEmpty();
    assertThat(engine.ask(new HourlyTrends(user), NOW).get("hours")).hasSize(25);
  }

  @Test
  void hourlyTrendsHaveTwentyFiveHoursOfWhichSomeAreMissing() throws SQLException {
    long user = nextUser++;
    Instant silent = Instant.parse("2026-11-26T20:00:00Z");
    Instant half = Instant.parse("2026-11-27T02:00:00Z");
    SyntheticHousehold household =
        twoDaysAndMore(user, NOW)
            .silence("meter-1", silent, silent.plus(Duration.ofHours(1)))
            .silence("meter-2", silent, silent.plus(Duration.ofHours(1)))
            .silence("meter-2", half, half.plus(Duration.ofHours(1)));
    household.write(engine);
    JsonNode answer = engine.ask(new HourlyTrends(user), NOW);
    assertThat(answer.get("from").textValue()).isEqualTo("2026-11-26T09:00:00Z");
    assertThat(answer.get("to").textValue()).isEqualTo("2026-11-27T10:00:00Z");
    assertThat(answer.get("hours")).hasSize(25);
    Instant start = Instant.parse("2026-11-26T09:00:00Z");
    for (JsonNode hour : answer.get("hours")) {
      assertThat(Instant.parse(hour.get("start").textValue())).isEqualTo(start);
      checkHour(household, hour, start.getEpochSecond(), start.equals(silent));
      start = start.plus(Duration.ofHours(1));
    }
  }

  private static void checkHour(
      SyntheticHousehold household, JsonNode hour, long start, boolean silent) {
    LongPredicate inside = second -> second >= start && second < start + 3_600;
    boolean running = start + 3_600 > NOW.getEpochSecond();
    double passed = running ? NOW.getEpochSecond() - start : 3_600;
    assertThat(hour.get("complete").booleanValue()).isEqualTo(!running);
    assertThat(hour.get("coverage").doubleValue())
        .isCloseTo(covered(household, inside) / (2 * passed), within(1e-5));
    if (silent) {
      assertThat(hour.get("energy_wh").isNull()).isTrue();
      assertThat(hour.get("power_max").isNull()).isTrue();
      assertThat(hour.get("coverage").doubleValue()).isZero();
      return;
    }
    near(hour.get("energy_wh"), meters(household, inside));
    TreeMap<Long, SyntheticHousehold.Minute> minutes = household.minutes("meter-1");
    double estimated = 0;
    long watts = 0;
    for (String meter : List.of("meter-1", "meter-2")) {
      for (SyntheticHousehold.Minute minute :
          household.minutes(meter).subMap(start, start + 3_600).values()) {
        estimated += minute.estimated() / 1e6;
        watts = Math.max(watts, minute.watts());
      }
    }
    assertThat(minutes).isNotEmpty();
    near(hour.get("estimated_wh"), estimated);
    assertThat(hour.get("power_max").doubleValue()).isEqualTo(watts);
    assertThat(hour.get("quality_flags").toString())
        .isEqualTo(estimated > 0 ? "[\"ESTIMATED\"]" : "[]");
  }

  @Test
  void topDevicesAreOrderedSharedAndWithoutMeters() throws SQLException {
    long user = nextUser++;
    Instant end = NOW.truncatedTo(ChronoUnit.MINUTES);
    Instant from = Instant.parse("2026-11-26T09:00:00Z");
    SyntheticHousehold household =
        new SyntheticHousehold(user, 6)
            .add("meter-1", "METER", from.minus(Duration.ofHours(3)), end, 1)
            .add("plug-1", "PLUG", from.minus(Duration.ofHours(3)), end, 1)
            .add("plug-2", "PLUG", end.minus(Duration.ofHours(5)), end, 1)
            .add("heat-pump-1", "HEAT_PUMP", end.minus(Duration.ofHours(15)), end, 1)
            .add("inverter-1", "INVERTER", from, end, -1);
    household.write(engine);
    LongPredicate span = second -> second >= from.getEpochSecond();
    List<String> order = List.of("plug-1", "heat-pump-1", "plug-2");
    double sum = order.stream().mapToDouble(device -> household.energy(device, span)).sum();
    JsonNode answer = engine.ask(new TopConsumingDevices(user, 2), NOW);
    assertThat(answer.get("from").textValue()).isEqualTo("2026-11-26T09:00:00Z");
    assertThat(answer.get("to").textValue()).isEqualTo("2026-11-27T09:41:20Z");
    assertThat(answer.get("devices")).hasSize(2);
    double passed = Duration.between(from, NOW).toSeconds();
    for (int i = 0; i < 2; i++) {
      JsonNode device = answer.get("devices").get(i);
      String id = device.get("device_id").textValue();
      assertThat(id).isEqualTo(order.get(i));
      near(device.get("energy_wh"), household.energy(id, span));
      assertThat(device.get("share").doubleValue())
          .isCloseTo(household.energy(id, span) / sum, within(1e-6));
      assertThat(device.get("coverage").doubleValue())
          .isCloseTo(household.covered(id, span) / passed, within(1e-5));
    }
    assertThat(engine.ask(new TopConsumingDevices(user, 10), NOW).get("devices")).hasSize(3);
  }

  @Test
  void aHouseholdOfMetersOnlyHasThemAsItsTopDevices() throws SQLException {
    long user = nextUser++;
    Instant end = NOW.truncatedTo(ChronoUnit.MINUTES);
    new SyntheticHousehold(user, 7)
        .add("meter-1", "METER", end.minus(Duration.ofHours(5)), end, 1)
        .write(engine);
    JsonNode devices = engine.ask(new TopConsumingDevices(user, 10), NOW).get("devices");
    assertThat(devices).hasSize(1);
    assertThat(devices.get(0).get("device_id").textValue()).isEqualTo("meter-1");
    assertThat(devices.get(0).get("share").doubleValue()).isEqualTo(1);
  }

  @Test
  void householdRollupsAreSeriesOfTheirWindows() throws SQLException {
    long user = -1L - nextUser++;
    SyntheticHousehold household = twoDaysAndMore(user, NOW);
    household.write(engine);
    Instant from = Instant.parse("2026-11-26T22:00:00Z");
    Instant to = Instant.parse("2026-11-26T22:30:00Z");
    JsonNode minutes =
        engine.ask(new HouseholdRollups(user, RollupWindow.ONE_MINUTE, from, to), NOW);
    assertThat(minutes.get("user_id").asText()).isEqualTo(Long.toUnsignedString(user));
    assertThat(minutes.get("window").textValue()).isEqualTo("1m");
    assertThat(minutes.get("basis").textValue()).isEqualTo("METER");
    assertThat(minutes.get("rows")).hasSize(30);
    for (int i = 0; i < 30; i++) {
      long start = from.getEpochSecond() + 60L * i;
      JsonNode row = minutes.get("rows").get(i);
      assertThat(Instant.parse(row.get("start").textValue()).getEpochSecond()).isEqualTo(start);
      near(row.get("energy_wh"), meters(household, second -> second == start));
      assertThat(row.get("coverage").doubleValue())
          .isCloseTo(covered(household, second -> second == start) / 120, within(1e-5));
      long mean = 0;
      for (String meter : List.of("meter-1", "meter-2")) {
        SyntheticHousehold.Minute minute = household.minutes(meter).get(start);
        assertThat(minute).isNotNull();
        mean +=
            minute.covered() == 0
                ? 0
                : SyntheticHousehold.milliwatts(minute.energy() * 3600 / 1e6 / minute.covered());
      }
      assertThat(row.get("power_mean").doubleValue()).isCloseTo(mean / 1e3, within(1e-9));
    }
    JsonNode days =
        engine.ask(
            new HouseholdRollups(
                user,
                RollupWindow.ONE_DAY,
                Instant.parse("2026-11-20T00:00:00Z"),
                Instant.parse("2026-11-28T00:00:00Z")),
            NOW);
    // Days without readings are left out.
    assertThat(days.get("rows")).hasSize(3);
    near(
        days.get("rows").get(1).get("energy_wh"),
        meters(household, on(LocalDate.parse("2026-11-26"), ZoneId.of("UTC"))));
  }

  @Test
  void howLongAnAnswerIsFreshDependsOnItsSpan() throws SQLException {
    long user = nextUser++;
    twoDaysAndMore(user, NOW).write(engine);
    Instant old = NOW.minus(Duration.ofDays(2));
    assertThat(cacheClass(user, RollupWindow.ONE_MINUTE, old)).isEqualTo(CacheClass.HISTORICAL);
    Instant newer = old.plusSeconds(1);
    assertThat(cacheClass(user, RollupWindow.ONE_MINUTE, newer)).isEqualTo(CacheClass.REALTIME);
    assertThat(cacheClass(user, RollupWindow.ONE_HOUR, newer)).isEqualTo(CacheClass.HOURLY);
    assertThat(cacheClass(user, RollupWindow.ONE_DAY, newer)).isEqualTo(CacheClass.DAILY);
    assertThat(engine.load(new HourlyTrends(user), NOW).cacheClass()).isEqualTo(CacheClass.HOURLY);
  }

  private CacheClass cacheClass(long user, RollupWindow window, Instant to) {
    return engine
        .load(new HouseholdRollups(user, window, to.minus(Duration.ofHours(3)), to), NOW)
        .cacheClass();
  }
}
