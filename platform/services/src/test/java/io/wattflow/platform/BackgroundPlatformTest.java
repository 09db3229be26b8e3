package io.wattflow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts as processes that stay. */
class BackgroundPlatformTest {
  private final PlatformConfig config;
  private final BackgroundPlatform platform;

  BackgroundPlatformTest(@TempDir Path folder) {
    this.config = PlatformConfig.small(folder);
    this.platform = new BackgroundPlatform(config);
  }

  @AfterEach
  void stopAll() {
    platform.down();
  }

  @Test
  void startsOnceFindsAgainAndStops() throws IOException, InterruptedException {
    assertThat(platform.status().parts()).noneMatch(BackgroundPlatform.PartStatus::running);

    BackgroundPlatform.Status up = platform.up();
    assertThat(up.healthy()).isTrue();
    Probe.sql(up.clickHouseUrl(), "CREATE DATABASE kept");
    assertThat(up.parts())
        .allSatisfy(part -> assertThat(part.log()).hasValueSatisfying(Files::exists))
        .allSatisfy(part -> assertThat(part.folder()).hasValueSatisfying(Files::isDirectory));

    BackgroundPlatform other = new BackgroundPlatform(config);
    assertThat(other.up()).isEqualTo(up);
    assertThat(other.status()).isEqualTo(up);

    long redis = up.redis().pid().orElseThrow();
    ProcessHandle process = ProcessHandle.of(redis).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    assertThat(other.status().redis().running()).isFalse();
    assertThat(other.status().healthy()).isFalse();

    BackgroundPlatform.Status repaired = other.up();
    assertThat(repaired.healthy()).isTrue();
    assertThat(repaired.kafka()).isEqualTo(up.kafka());
    assertThat(repaired.redis().pid().orElseThrow()).isNotEqualTo(redis);
    assertThat(Probe.sql(repaired.clickHouseUrl(), "EXISTS DATABASE kept")).isEqualTo("1");

    List<BackgroundPlatform.Stopped> stopped = other.down();
    assertThat(stopped)
        .extracting(BackgroundPlatform.Stopped::name)
        .containsExactly("Kafka", "ClickHouse", "Redis");
    assertThat(stopped).allMatch(part -> ProcessHandle.of(part.pid()).isEmpty());
    assertThat(other.status().parts()).noneMatch(BackgroundPlatform.PartStatus::running);
    assertThat(other.down()).isEmpty();
  }

  @Test
  void doesNotTakeAnotherProcessForItsOwn() {
    long me = ProcessHandle.current().pid();
    new PlatformState(config)
        .put(
            "Redis",
            new PlatformState.Started(
                me, java.time.Instant.EPOCH, 1, config.folder(), config.folder()));

    assertThat(platform.status().redis().running()).isFalse();
    assertThat(platform.down()).isEmpty();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void namesAPortInUseAndLeavesNothingRunning() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Stream<ProcessHandle> before = ProcessHandle.current().children()) {
      assertThat(before).isEmpty();
      BackgroundPlatform blocked =
          new BackgroundPlatform(config.withPorts(taken.getLocalPort(), 0, 0));
      assertThatThrownBy(blocked::up)
          .isInstanceOf(PlatformException.class)
          .hasMessage(
              "Kafka: port %d is in use; stop what uses it or choose another port",
              taken.getLocalPort());
    }
    assertThat(ProcessHandle.current().children()).isEmpty();
    assertThat(platform.status().parts()).noneMatch(BackgroundPlatform.PartStatus::running);
  }
}
