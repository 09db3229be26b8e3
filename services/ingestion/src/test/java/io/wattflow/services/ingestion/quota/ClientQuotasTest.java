package io.wattflow.services.ingestion.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.wattflow.services.ingestion.auth.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Quotas on a clock of the test's own. */
class ClientQuotasTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong(5 * SECOND);
  private final TimeMeter time =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return now.get();
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };
  private final Client anna = Client.anonymous("192.0.2.1");
  private final Client ben = Client.anonymous("192.0.2.2");

  private ClientQuotas quotas(int rate, int burst, int largestBatch) {
    return new ClientQuotas(rate, burst, largestBatch, time);
  }

  private static Client withRate(int rate) {
    return new Client("abcdefgh2345", OptionalLong.of(7), OptionalInt.of(rate));
  }

  @Example
  void aClientMaySendItsBurstAndThenItsRate() {
    ClientQuotas quotas = quotas(100, 500, 100);
    for (int i = 0; i < 5; i++) {
      assertThat(quotas.tryTake(anna, 100)).isEmpty();
    }
    assertThat(quotas.tryTake(anna, 100)).hasValue(SECOND);
    assertThat(quotas.tryTake(anna, 1)).hasValue(SECOND / 100);

    now.addAndGet(SECOND / 2);
    assertThat(quotas.tryTake(anna, 100)).hasValue(SECOND / 2);
    assertThat(quotas.tryTake(anna, 50)).isEmpty();
    assertThat(quotas.tryTake(anna, 1)).isPresent();
  }

  @Example
  void whatIsRefusedTakesNothing() {
    ClientQuotas quotas = quotas(100, 100, 100);
    assertThat(quotas.tryTake(anna, 60)).isEmpty();
    for (int i = 0; i < 100; i++) {
      assertThat(quotas.tryTake(anna, 60)).isPresent();
    }
    assertThat(quotas.tryTake(anna, 40)).isEmpty();
  }

  @Example
  void oneClientDoesNotPayForAnother() {
    ClientQuotas quotas = quotas(10, 10, 10);
    assertThat(quotas.tryTake(anna, 10)).isEmpty();
    assertThat(quotas.tryTake(anna, 1)).isPresent();
    assertThat(quotas.tryTake(ben, 10)).isEmpty();
  }

  @Property(tries = 500)
  void afterTheWaitTheBatchPasses(
      @ForAll @IntRange(min = 1, max = 1_000_000_000) int rate,
      @ForAll @IntRange(max = 1_000_000) int burst,
      @ForAll @IntRange(min = 1, max = 100_000) int batch) {
    ClientQuotas quotas = quotas(rate, burst, batch);
    int taken = 0;
    OptionalLong wait = quotas.tryTake(anna, batch);
    while (wait.isEmpty()) {
      taken += batch;
      assertThat(taken).isLessThanOrEqualTo(Math.max(burst, batch));
      wait = quotas.tryTake(anna, batch);
    }
    assertThat(wait.getAsLong()).isPositive();

    now.addAndGet(wait.getAsLong() + 1);

    assertThat(quotas.tryTake(anna, batch)).isEmpty();
  }

  @Example
  void aBatchLargerThanTheBurstIsNotRefusedForEver() {
    ClientQuotas quotas = quotas(10, 5, 1_000);
    assertThat(quotas.tryTake(anna, 1_000)).isEmpty();
    assertThat(quotas.tryTake(anna, 1_000)).hasValue(100 * SECOND);
    now.addAndGet(100 * SECOND);
    assertThat(quotas.tryTake(anna, 5_000)).as("counts as the capacity").isEmpty();
    assertThat(quotas.tryTake(anna, 1)).isPresent();
  }

  @Example
  void zeroIsNoQuotaButAClientsOwnCounts() {
    ClientQuotas quotas = quotas(0, 0, 10);
    for (int i = 0; i < 1_000; i++) {
      assertThat(quotas.tryTake(anna, 10)).isEmpty();
    }
    Client limited = withRate(20);
    assertThat(quotas.tryTake(limited, 10)).isEmpty();
    assertThat(quotas.tryTake(limited, 10)).isEmpty();
    assertThat(quotas.tryTake(limited, 10)).hasValue(SECOND / 2);
  }

  @Example
  void aClientsOwnRateWinsAndAChangeOfItCountsAtOnce() {
    ClientQuotas quotas = quotas(10, 10, 10);
    assertThat(quotas.tryTake(withRate(1_000), 10)).isEmpty();
    for (int i = 0; i < 99; i++) {
      assertThat(quotas.tryTake(withRate(1_000), 10)).isEmpty();
    }
    assertThat(quotas.tryTake(withRate(1_000), 10)).hasValue(SECOND / 100);

    assertThat(quotas.tryTake(withRate(5), 10)).isEmpty();
    assertThat(quotas.tryTake(withRate(5), 10)).hasValue(2 * SECOND);
  }

  @Example
  void forgettingAClientGivesItNothing() {
    // Fills in 1,000 s: long after an ordinary cache would have dropped it.
    ClientQuotas quotas = quotas(1, 0, 1_000);
    assertThat(quotas.tryTake(anna, 1_000)).isEmpty();
    for (int minute = 1; minute <= 16; minute++) {
      now.addAndGet(60 * SECOND);
      assertThat(quotas.tryTake(anna, 1_000)).hasValue((1_000 - 60L * minute) * SECOND);
    }
    now.addAndGet(40 * SECOND);
    assertThat(quotas.tryTake(anna, 1_000)).isEmpty();

    // Nobody asks meanwhile.
    now.addAndGet(900 * SECOND);
    assertThat(quotas.tryTake(anna, 1_000)).hasValue(100 * SECOND);
    now.addAndGet(10_000 * SECOND);
    assertThat(quotas.tryTake(anna, 1_000)).isEmpty();
    assertThat(quotas.tryTake(anna, 1)).isPresent();
  }

  @Example
  void anEmptyBatchIsFreeAndANegativeOneAFault() {
    ClientQuotas quotas = quotas(1, 1, 1);
    assertThat(quotas.tryTake(anna, 1)).isEmpty();
    assertThat(quotas.tryTake(anna, 0)).isEmpty();
    assertThatThrownBy(() -> quotas.tryTake(anna, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("readings");
  }

  @Example
  void parametersThatCannotBeAreNamed() {
    assertThatThrownBy(() -> quotas(-1, 1, 1)).hasMessageContaining("readingsPerSecond");
    assertThatThrownBy(() -> quotas(1_000_000_001, 1, 1)).hasMessageContaining("readingsPerSecond");
    assertThatThrownBy(() -> quotas(1, -1, 1)).hasMessageContaining("burst");
    assertThatThrownBy(() -> quotas(1, 1, 0)).hasMessageContaining("largestBatch");
  }

  @Example
  void threadsTogetherGetTheQuotaAndNotMore() throws Exception {
    ClientQuotas quotas = quotas(1, 10_000, 10);
    int workers = 8;
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Future<Integer>> grants = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        grants.add(
            threads.submit(
                () -> {
                  go.await();
                  int granted = 0;
                  for (int turn = 0; turn < 2_000; turn++) {
                    granted += quotas.tryTake(anna, 10).isEmpty() ? 10 : 0;
                  }
                  return granted;
                }));
      }
      go.countDown();
      int sum = 0;
      for (Future<Integer> granted : grants) {
        sum += granted.get();
      }
      assertThat(sum).isEqualTo(10_000);
    } finally {
      threads.shutdownNow();
    }
  }
}
