package io.wattflow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts as processes that live as long as this one. */
class PlatformTest {
  private final Path folder;

  PlatformTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void keepsEveryPartsDataOverAKillAndARestart()
      throws IOException, InterruptedException, ExecutionException {
    try (Platform platform = Platform.start(PlatformConfig.small(folder))) {
      List<Part> parts = List.of(platform.kafka(), platform.clickHouse(), platform.redis());
      assertThat(parts).allMatch(Part::isHealthy);
      assertThat(platform.clickHouseUrl()).hasHost("127.0.0.1");

      platform.ensureTopic("readings", 3);
      platform.ensureTopic("readings", 3);
      assertThatThrownBy(() -> platform.ensureTopic("readings", 4))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("has 3 partitions, not 4");
      Probe.send(platform.kafkaBootstrap(), "readings", "one", "two");
      Probe.sql(platform.clickHouseUrl(), "CREATE DATABASE w");
      Probe.sql(
          platform.clickHouseUrl(), "CREATE TABLE w.t (a UInt8) ENGINE = MergeTree ORDER BY a");
      Probe.sql(platform.clickHouseUrl(), "INSERT INTO w.t VALUES (1), (2)");
      assertThat(Probe.redis(platform.redisUri(), "SET", "power", "42")).isEqualTo("+OK");

      List<Long> pids = parts.stream().map(Part::pid).toList();
      List<Integer> ports = parts.stream().map(Part::port).toList();
      parts.forEach(Part::kill);
      assertThat(parts).noneMatch(Part::isHealthy);
      parts.forEach(Part::restart);

      assertThat(parts.stream().map(Part::port)).isEqualTo(ports);
      assertThat(parts.stream().map(Part::pid)).doesNotContainAnyElementsOf(pids);
      assertThat(parts).allMatch(Part::isHealthy);
      assertThat(Probe.receive(platform.kafkaBootstrap(), "readings", 2))
          .containsExactly("one", "two");
      assertThat(Probe.sql(platform.clickHouseUrl(), "SELECT sum(a) FROM w.t")).isEqualTo("3");
      assertThat(Probe.redis(platform.redisUri(), "GET", "power")).isEqualTo("42");

      List<Long> last = parts.stream().map(Part::pid).toList();
      platform.close();
      assertThat(last).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
      assertThat(ports).allMatch(Ports::isFree);
    }
  }

  @Test
  void leavesNothingRunningWhenOnePartFails() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PlatformConfig config = PlatformConfig.small(folder).withPorts(0, 0, taken.getLocalPort());
      assertThatThrownBy(() -> Platform.start(config))
          .isInstanceOf(PlatformException.class)
          .hasMessage(
              "Redis: port %d is in use; stop what uses it or choose another port",
              taken.getLocalPort());
    }
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void usesExternalPartsWithoutStartingThem() {
    PlatformConfig config =
        PlatformConfig.small(folder)
            .withExternal(
                Optional.of("kafka.example:9092"),
                Optional.of(URI.create("http://clickhouse.example:8123")),
                Optional.of(URI.create("redis://redis.example:6379")));
    try (Platform platform = Platform.start(config)) {
      assertThat(platform.kafkaBootstrap()).isEqualTo("kafka.example:9092");
      assertThat(platform.clickHouseUrl()).hasHost("clickhouse.example");
      assertThat(platform.redisUri()).hasHost("redis.example");
      assertThatThrownBy(platform::redis)
          .hasMessage("Redis: it runs elsewhere; use its address only");
      assertThat(ProcessHandle.current().children()).isEmpty();
    }
  }

  @Test
  void namesThePartWhoseFilesAreMissing() {
    PlatformConfig config = PlatformConfig.small(folder).withHome(folder);
    assertThatThrownBy(() -> KafkaBroker.start(config))
        .hasMessageStartingWith("Kafka: its jars are not in ")
        .hasMessageEndingWith("run: mvn install -DskipTests");
    assertThatThrownBy(() -> ClickHouseEngine.start(config))
        .hasMessageStartingWith("ClickHouse: its front is not in ");
  }

  @Test
  void refusesADiskThatIsNearlyFull() {
    PlatformConfig config =
        PlatformConfig.small(folder).withLimits(Duration.ofSeconds(60), Long.MAX_VALUE);
    assertThatThrownBy(() -> Platform.start(config))
        .isInstanceOf(PlatformException.class)
        .hasMessageStartingWith("Disk: only ");
  }

  @Test
  void showsTheLogsTailWhenAPartDiesAtTheStart() {
    PlatformConfig config = PlatformConfig.small(folder).withMemory("1m", "1500m");
    assertThatThrownBy(() -> KafkaBroker.start(config))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("kafka.log")
        .hasMessageContaining("ended with code 1");
  }
}
