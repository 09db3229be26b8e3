package io.wattflow.services.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentCountsTest {
  private final AtomicLong nanos = new AtomicLong(7);
  private final RecentCounts counts = new RecentCounts(10, nanos::get);

  private void second() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void theRunningSecondIsLeftOut() {
    counts.add(5);
    assertThat(counts.sum()).isZero();
    assertThat(counts.perSecond()).isZero();
    second();
    assertThat(counts.sum()).isEqualTo(5);
    assertThat(counts.perSecond()).isEqualTo(5);
  }

  @Test
  void theMeanIsOverTheSecondsThatAreOver() {
    for (int i = 0; i < 30; i++) {
      counts.add(i);
      second();
    }
    // 20 to 29
    assertThat(counts.sum()).isEqualTo(245);
    assertThat(counts.perSecond()).isEqualTo(24.5);
  }

  @Test
  void whatIsOldIsForgottenAlsoInSilence() {
    counts.add(5);
    for (int i = 0; i < 11; i++) {
      second();
    }
    assertThat(counts.sum()).isZero();
  }
}
