package io.wattflow.benchmarks.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailoverTest {
  private static final long KILL = seconds(1_000);
  private final Failover failover = new Failover(KILL, seconds(2));

  @Test
  void caughtUpIsWhenTheAgeIsAsBeforeAndStaysSo() {
    // Right after the kill nothing old is missing, but nothing new arrives either.
    assertThat(look(0.5, 1.5, -1)).isFalse();
    assertThat(look(4, 5, -1)).isFalse();
    failover.restarted(KILL + seconds(5));
    assertThat(look(8, 6, 5.5)).isFalse();
    assertThat(look(10, 1.9, 8)).isFalse();
    assertThat(look(13, 1.9, 11)).isTrue();

    assertThat(failover.caughtUpSeconds()).isEqualTo(10);
    assertThat(failover.firstRowSeconds()).isEqualTo(8);
    assertThat(failover.worstSeconds()).isEqualTo(6);
  }

  /** The survivor's last insert may hold what was accepted a moment after the kill. */
  @Test
  void whatArrivesBeforeTheRestartProvesNothing() {
    assertThat(look(1, 1, 0.5)).isFalse();
    assertThat(look(5, 1, 0.5)).isFalse();
    failover.restarted(KILL + seconds(6));
    assertThat(look(10, 1, 0.5)).isFalse();

    assertThat(failover.firstRowSeconds()).isNaN();
    assertThat(failover.caughtUpSeconds()).isNaN();
  }

  @Test
  void aRelapseCounts() {
    failover.restarted(KILL + seconds(5));
    look(10, 1, 9);
    look(11, 3, 9);
    look(20, 1, 19);
    assertThat(look(22, 1, 21)).isFalse();
    assertThat(look(23, 1, 22)).isTrue();

    assertThat(failover.caughtUpSeconds()).isEqualTo(20);
  }

  @Test
  void whatNeverComesBackIsNotANumber() {
    look(60, 61, -1);

    assertThat(failover.caughtUpSeconds()).isNaN();
    assertThat(failover.firstRowSeconds()).isNaN();
  }

  @Test
  void aSecondIsAlwaysNormal() {
    assertThat(new Failover(KILL, 0).normalSeconds()).isEqualTo(1);
  }

  /** In seconds: since the kill, age, and since the kill. */
  private boolean look(double now, double oldest, double newestSeen) {
    return failover.look(KILL + seconds(now), seconds(oldest), KILL + seconds(newestSeen));
  }

  private static long seconds(double seconds) {
    return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }
}
