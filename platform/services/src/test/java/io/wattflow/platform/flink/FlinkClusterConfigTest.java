package io.wattflow.platform.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlinkClusterConfigTest {
  private static final FlinkClusterConfig SMALL = FlinkClusterConfig.small(2);

  @Test
  void aKilledTaskManagerIsNoticedWithinSeconds() {
    assertThat(SMALL.slots()).isEqualTo(2);
    assertThat(SMALL.heartbeatInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(SMALL.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void othersCanBeSetAndTheRestStays() {
    FlinkClusterConfig other =
        SMALL.withTaskHeap(2_000).withHeartbeats(Duration.ofSeconds(5), Duration.ofSeconds(20));

    assertThat(other)
        .isEqualTo(
            new FlinkClusterConfig(
                2,
                2_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                SMALL.firstRestartDelay(),
                SMALL.longestRestartDelay()));
  }

  @Test
  void whatCannotWorkIsNamed() {
    assertThatThrownBy(() -> FlinkClusterConfig.small(0)).hasMessageContaining("slots");
    assertThatThrownBy(() -> SMALL.withTaskHeap(1)).hasMessageContaining("taskHeapMegabytes");
    assertThatThrownBy(() -> SMALL.withHeartbeats(Duration.ofSeconds(5), Duration.ofSeconds(6)))
        .hasMessageContaining("heartbeatTimeout");
  }
}
