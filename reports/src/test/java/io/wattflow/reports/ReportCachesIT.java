package io.wattflow.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.cache.CacheKeys;
import io.wattflow.cache.Change;
import io.wattflow.cache.ChangeLines;
import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.reports.compute.Series;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.reports.store.ReportTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** What caches hear of reports that are written, on a real engine and a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportCachesIT {
  @RegisterExtension static final ReportEngine ENGINE = new ReportEngine();

  private static final Series METER = new Series(1, "meter", "METER");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  private RedisNode node;
  private RedisAddress address;
  private UnifiedJedis redis;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
    address = RedisAddress.parse(node.uri().toString());
    redis = address.connect(2, Duration.ofSeconds(2));
  }

  @AfterAll
  void stop() {
    redis.close();
    node.close();
  }

  @Test
  void exactlyTheReportsThatAreWrittenAreEvicted() throws Exception {
    ReportDatabase database = ENGINE.create("evicted");
    SyntheticRollups rollups = new SyntheticRollups(7);
    Instant third = Instant.parse("2026-05-03T00:00:00Z");
    rollups.add(METER, third, third.plus(Duration.ofDays(5)), 0, true);
    rollups.write(ENGINE, database);
    run(database, false);
    String epoch = redis.get(CacheKeys.epoch(1));
    assertThat(epoch).as("nobody watched").isNull();

    redis.zadd(CacheKeys.WATCHED, System.currentTimeMillis() + 600_000, "1");
    run(database, false);
    assertThat(redis.exists(CacheKeys.epoch(1))).as("nothing was written").isFalse();
    // Late readings in the morning of 4 May, by the clocks of Kolkata.
    ENGINE.execute(
        database,
        "INSERT INTO rollup_1h SELECT * REPLACE (energy_wh + 1 AS energy_wh, version + 1 AS"
            + " version) FROM rollup_1h WHERE user_id = 1 AND window_start = '2026-05-04"
            + " 03:00:00'");
    prepare();
    run(database, true);
    assertThat(redis.hlen(CacheKeys.answers(1))).as("after a dry run").isEqualTo(6);
    run(database, false);
    // 5 May compares with the day before.
    assertThat(redis.hkeys(CacheKeys.answers(1)))
        .containsExactlyInAnyOrder("3 May", "6 May", "hours");
    assertThat(redis.get(CacheKeys.epoch(1))).isEqualTo("1");
  }

  @Test
  void whatIsWrittenIsEvictedThoughTheNextTableFails() throws Exception {
    ReportDatabase database = ENGINE.create("half");
    SyntheticRollups rollups = new SyntheticRollups(9);
    Series plug = new Series(2, METER.deviceId(), "PLUG");
    Instant third = Instant.parse("2026-05-03T00:00:00Z");
    rollups.add(plug, third, third.plus(Duration.ofDays(3)), 0, true);
    rollups.write(ENGINE, database);
    redis.zadd(CacheKeys.WATCHED, System.currentTimeMillis() + 600_000, "2");
    LocalDate fourth = LocalDate.parse("2026-05-04");
    store(2, "4 May", ReportTable.DAILY.rows(2, plug.deviceId(), fourth, fourth.plusDays(1)));
    ENGINE.execute(database, "ALTER TABLE report_monthly ADD CONSTRAINT nothing CHECK user_id = 0");

    assertThatThrownBy(() -> run(database, false)).isInstanceOf(SQLException.class);

    assertThat(ENGINE.query(database, "SELECT count() > 0 FROM report_daily")).containsExactly("1");
    assertThat(redis.hkeys(CacheKeys.answers(2))).isEmpty();
  }

  @Test
  void aRedisThatWasAskedForHasToBeThereAndOneThatWasNotDoesNot() throws Exception {
    RedisAddress nowhere = RedisAddress.parse("redis://127.0.0.1:1");
    assertThatThrownBy(() -> ReportCaches.of(nowhere)).isInstanceOf(JedisException.class);

    ReportDatabase database = ENGINE.create("without");
    SyntheticRollups rollups = new SyntheticRollups(8);
    Instant third = Instant.parse("2026-05-03T00:00:00Z");
    rollups.add(METER, third, third.plus(Duration.ofDays(1)), 0, true);
    rollups.write(ENGINE, database);
    List<String> warnings = new ArrayList<>();
    try (ReportCaches caches = ReportCaches.ifThere(nowhere, warnings::add)) {
      new Reports(database, caches).run(request(false), (done, all) -> {});
    }
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).startsWith("Redis at 127.0.0.1:1 does not answer");
    assertThat(ENGINE.query(database, "SELECT count() > 0 FROM report_daily")).containsExactly("1");
  }

  private void prepare() {
    LocalDate fourth = LocalDate.parse("2026-05-04");
    answer("3 May", ReportTable.DAILY, fourth.minusDays(1), fourth);
    answer("4 May", ReportTable.DAILY, fourth, fourth.plusDays(1));
    answer("6 May", ReportTable.DAILY, fourth.plusDays(2), fourth.plusDays(3));
    answer("May", ReportTable.MONTHLY, fourth.withDayOfMonth(1), fourth.withDayOfMonth(31));
    answer("2026", ReportTable.YEARLY, fourth.withDayOfYear(1), fourth.withDayOfYear(2));
    store(1, "hours", new Change("rollup_1h", 1, "", 0, Long.MAX_VALUE));
  }

  private void answer(String name, ReportTable table, LocalDate first, LocalDate behind) {
    store(1, name, table.rows(1, METER.deviceId(), first, behind));
  }

  private void store(long user, String name, Change dependency) {
    redis.set(CacheKeys.answer(user, name), "answer");
    redis.hset(CacheKeys.answers(user), name, ChangeLines.write(List.of(dependency)));
  }

  private void run(ReportDatabase database, boolean dryRun) throws Exception {
    try (ReportCaches caches = ReportCaches.of(address)) {
      new Reports(database, caches).run(request(dryRun), (done, all) -> {});
    }
  }

  private static ReportRequest request(boolean dryRun) {
    return new ReportRequest(
        new Target(LocalDate.parse("2026-05-01"), LocalDate.parse("2026-05-31")),
        null,
        EnumSet.allOf(ReportTable.class),
        Set.of(),
        KOLKATA,
        Map.of(),
        "",
        false,
        dryRun);
  }
}
