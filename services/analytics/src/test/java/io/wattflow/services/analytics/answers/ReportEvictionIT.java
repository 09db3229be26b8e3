package io.wattflow.services.analytics.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.reports.ReportCaches;
import io.wattflow.reports.ReportRequest;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.ReportTable;
import io.wattflow.services.analytics.cache.AnswerCache;
import io.wattflow.services.analytics.cache.CacheSettings;
import io.wattflow.services.analytics.cache.Served;
import io.wattflow.services.analytics.cache.Served.Tier;
import io.wattflow.services.analytics.metrics.CacheMetrics;
import io.wattflow.services.analytics.store.Store.Freshness;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report that changes, and the cached answers about it, on a real engine and a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportEvictionIT {
  private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
  private static final LocalDate SECOND = LocalDate.parse("2026-01-02");

  private AnswersEngine engine;
  private RedisNode redis;
  private RedisAddress address;
  private AnswerCache cache;
  private long nextUser = 1_000;

  @BeforeAll
  void start(@TempDir Path folder) {
    engine = AnswersEngine.start(folder);
    redis = RedisNode.start(PlatformConfig.small(folder));
    address = RedisAddress.parse(redis.uri().toString());
    cache =
        new AnswerCache(
            address, CacheSettings.defaults(), new CacheMetrics(new SimpleMeterRegistry()));
    await().until(cache::connected);
  }

  @AfterAll
  void stop() {
    cache.close();
    redis.close();
    engine.close();
  }

  /** East of Greenwich a local date begins before the date of UTC, west of it behind. */
  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "America/Los_Angeles", "UTC"})
  void aReportThatChangesEvictsItsAnswerAndNoOther(String zone) throws Exception {
    long user = nextUser++;
    new SyntheticHousehold(user, 5)
        .add(
            "meter-1",
            "METER",
            Instant.parse("2025-12-31T00:00:00Z"),
            Instant.parse("2026-01-05T00:00:00Z"),
            1)
        .write(engine);
    report(user, zone);
    double before = energy(served(user, SECOND));
    assertThat(served(user, FIRST).tier()).isEqualTo(Tier.STORE);
    assertThat(served(user, SECOND).tier()).isEqualTo(Tier.L1);

    engine.execute(
        "INSERT INTO rollup_1h SELECT * REPLACE (energy_wh + 1000 AS energy_wh, version + 1 AS"
            + " version) FROM rollup_1h FINAL WHERE user_id = %d AND window_start =".formatted(user)
            + " '2026-01-02 12:00:00'");
    report(user, zone);

    await().until(() -> energy(served(user, SECOND)) > before + 999);
    assertThat(served(user, FIRST).tier()).as("another day").isEqualTo(Tier.L1);
  }

  private Served served(long user, LocalDate date) throws Exception {
    Reports inquiry = new Reports(user, ReportPeriod.DAILY, date, date, Optional.empty());
    return cache
        .get(
            inquiry.key(),
            afterEviction -> inquiry.load(engine.sources(), Freshness.MASTER, Clock.systemUTC()))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static double energy(Served served) {
    return AnswersEngine.json(served.answer()).get("rows").get(0).get("energy_wh").doubleValue();
  }

  private void report(long user, String zone) throws Exception {
    ReportRequest request =
        new ReportRequest(
            new Target(FIRST, FIRST.plusDays(2)),
            null,
            EnumSet.of(ReportTable.DAILY),
            Set.of(user),
            ZoneId.of(zone),
            Map.of(),
            "",
            false,
            false);
    try (ReportCaches caches = ReportCaches.of(address)) {
      new io.wattflow.reports.Reports(engine.reports(), caches).run(request, (done, all) -> {});
    }
  }
}
