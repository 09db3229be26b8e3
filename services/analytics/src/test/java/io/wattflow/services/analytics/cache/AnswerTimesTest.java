package io.wattflow.services.analytics.cache;

import static io.wattflow.services.analytics.cache.CacheBench.served;
import static io.wattflow.services.analytics.cache.CacheBench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wattflow.services.analytics.cache.Served.Tier;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For how long an answer is fresh, stale and shown at all, on a real Redis. */
class AnswerTimesTest extends OneRedisBase {
  private static final Duration MOMENT = Duration.ofMillis(1);

  AnswerTimesTest() {
    super("total_energy_today?time_zone=Asia/Tokyo");
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerIsFreshForTheTimeOfItsClass(CacheClass cacheClass) throws Exception {
    Rows rows = rows(cacheClass);
    served(cache.get(key, rows));
    bench.clock.advance(cacheClass.timeToLive().minus(MOMENT));
    boolean beyondL1 = cacheClass.timeToLive().compareTo(NearAnswers.LONGEST) > 0;

    Served last = served(cache.get(key, rows));
    assertThat(last.tier()).isEqualTo(beyondL1 ? Tier.L2 : Tier.L1);
    assertThat(last.freshFor()).isEqualTo(MOMENT);
    assertThat(rows.loads()).isEqualTo(1);

    bench.clock.advance(MOMENT);
    assertThat(served(cache.get(key, rows)).freshFor()).isZero();
    await().until(() -> rows.loads() == 2);
  }

  /** Loads rows that tell of a day which ends at an instant. */
  private static AnswerLoader until(Instant midnight, Rows rows) {
    return afterEviction -> {
      Loaded loaded = rows.load(afterEviction);
      return new Loaded(loaded.answer(), loaded.cacheClass(), loaded.dependencies(), midnight);
    };
  }

  @Test
  void whatTellsOfTodayIsNotShownTomorrow() throws Exception {
    Rows rows = rows(CacheClass.HOURLY);
    Instant midnight = bench.clock.instant().plus(MOMENT.multipliedBy(2));
    AnswerCache other = bench.open();
    Served first = served(cache.get(key, until(midnight, rows)));
    assertThat(first.freshFor()).isEqualTo(MOMENT.multipliedBy(2));
    assertThat(first.staleFor()).isZero();
    bench.clock.advance(MOMENT);
    assertThat(served(cache.get(key, until(midnight, rows))).tier()).isEqualTo(Tier.L1);
    rows.become("tomorrow");

    bench.clock.advance(MOMENT);

    Instant next = midnight.plus(Duration.ofDays(1));
    Served tomorrow = served(cache.get(key, until(next, rows)));
    assertThat(text(tomorrow)).isEqualTo("tomorrow");
    assertThat(tomorrow.tier()).isEqualTo(Tier.STORE);
    assertThat(text(served(other.get(key, until(next, rows))))).isEqualTo("tomorrow");
  }

  @Test
  void whatTellsOfTodayStandsInForNothingTomorrow() throws Exception {
    Rows rows = rows(CacheClass.HOURLY);
    Instant midnight = bench.clock.instant().plus(CacheClass.HOURLY.timeToLive().plus(MOMENT));
    AnswerLoader today = until(midnight, rows);
    served(cache.get(key, today));
    bench.clock.advance(CacheClass.HOURLY.timeToLive());
    rows.goAway();
    Served last = served(cache.get(key, today));
    assertThat(last.freshFor()).isZero();
    assertThat(last.staleFor()).as("not beyond the day").isEqualTo(MOMENT);
    assertThatThrownBy(() -> served(cache.refresh(key, today)))
        .hasCauseInstanceOf(StoreException.class);

    bench.clock.advance(MOMENT);

    assertThatThrownBy(() -> served(cache.get(key, today)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreException.class);
  }

  @Test
  void whatIsOverWhenItComesIsGivenToThoseWhoWait() throws Exception {
    Rows rows = rows(CacheClass.HOURLY);
    AnswerLoader yesterday = until(bench.clock.instant().minus(MOMENT), rows);

    assertThat(text(served(cache.get(key, yesterday)))).isEqualTo("one");
    rows.become("two");
    assertThat(text(served(cache.get(key, yesterday)))).isEqualTo("two");
  }

  @Test
  void thisProcessKeepsAnAnswerFor300SecondsAtMost() throws Exception {
    Rows rows = rows(CacheClass.HISTORICAL);
    served(cache.get(key, rows));
    bench.clock.advance(NearAnswers.LONGEST.minus(MOMENT));
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.L1);

    bench.clock.advance(MOMENT);

    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.L2);
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.L1);
    assertThat(rows.loads()).isEqualTo(1);
  }

  @Test
  void anAnswerThatCameFromRedisIsNoFresherThanThere() throws Exception {
    Rows rows = rows(CacheClass.REALTIME);
    AnswerCache other = bench.open();
    served(cache.get(key, rows));
    bench.clock.advance(Duration.ofSeconds(20));

    assertThat(served(other.get(key, rows)).freshFor()).isEqualTo(Duration.ofSeconds(10));
    bench.clock.advance(Duration.ofSeconds(10));

    Served stale = served(other.get(key, rows));
    assertThat(stale.tier()).isEqualTo(Tier.L1);
    assertThat(stale.freshFor()).isZero();
    assertThat(stale.staleFor()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatIsNotEvenStaleIsLoaded() throws Exception {
    Rows rows = rows(CacheClass.REALTIME);
    served(cache.get(key, rows));
    bench.clock.advance(Duration.ofSeconds(60));
    rows.become("two");

    assertThat(text(served(cache.get(key, rows)))).isEqualTo("two");
  }

  @Test
  void whatDoesNotExistIsKnownForHalfAMinuteAndNeverStale() throws Exception {
    Rows rows = rows(CacheClass.HISTORICAL);
    rows.vanish();
    Served none = served(cache.get(key, rows));
    assertThat(none.answer().status()).isEqualTo(404);
    assertThat(none.freshFor()).isEqualTo(Duration.ofSeconds(30));
    assertThat(none.staleFor()).isZero();
    bench.clock.advance(Duration.ofSeconds(30).minus(MOMENT));
    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.L1);

    bench.clock.advance(MOMENT);

    assertThat(served(cache.get(key, rows)).tier()).isEqualTo(Tier.STORE);
  }
}
