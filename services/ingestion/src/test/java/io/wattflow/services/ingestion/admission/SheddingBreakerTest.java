package io.wattflow.services.ingestion.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SheddingBreakerTest {
  private static final IOException FAILURE = new IOException("away");

  private final MovedClock clock = new MovedClock();
  private final SheddingBreaker breaker =
      new SheddingBreaker(
          new SheddingBreaker.Settings(5, Duration.ofSeconds(10), 20, Duration.ofSeconds(5), 10),
          clock);

  private static final class MovedClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void move(Duration by) {
      now = now.plus(by);
    }
  }

  private void requests(int good, int bad) {
    for (int i = 0; i < good + bad && breaker.tryPass(); i++) {
      if (i < good) {
        breaker.succeeded(1);
      } else {
        breaker.failed(1, FAILURE);
      }
    }
  }

  @Test
  void aFewErrorsAreBorne() {
    requests(96, 4);
    assertThat(breaker.shedding()).isFalse();
  }

  @Test
  void moreThanFivePercentOpenIt() {
    requests(94, 6);
    assertThat(breaker.shedding()).isTrue();
    assertThat(breaker.state()).isEqualTo(2);
    assertThat(breaker.tryPass()).isFalse();
  }

  @Test
  void tooFewRequestsSayNothing() {
    requests(0, 19);
    assertThat(breaker.shedding()).isFalse();
    requests(0, 1);
    assertThat(breaker.shedding()).isTrue();
  }

  @Test
  void errorsOfAnEarlierWindowAreForgotten() {
    requests(90, 4);
    clock.move(Duration.ofSeconds(11));
    requests(50, 2);
    assertThat(breaker.shedding()).isFalse();
  }

  @Test
  void goodProbesCloseIt() {
    requests(0, 20);
    clock.move(Duration.ofSeconds(6));
    assertThat(breaker.shedding()).as("probes are asked for").isFalse();
    requests(10, 0);
    assertThat(breaker.state()).isZero();
    assertThat(breaker.tryPass()).isTrue();
  }

  @Test
  void badProbesKeepItOpen() {
    requests(0, 20);
    clock.move(Duration.ofSeconds(6));
    requests(8, 2);
    assertThat(breaker.shedding()).isTrue();
    assertThat(breaker.tryPass()).isFalse();
  }
}
