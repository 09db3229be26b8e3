package io.wattflow.platform.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handling of the process, with a script in the place of the stream. */
class StreamJobTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Path home;

  StreamJobTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void theStreamGetsItsArgumentsItsHeapAndAMetricsPort() throws Exception {
    try (StreamJob job =
        start(
            "echo \"$WATTFLOW_STREAM_HEAP $WATTFLOW_NO_BUILD $*\"; echo read 0; exec sleep 600")) {
      job.awaitRunning(LONG);

      assertThat(job.isAlive()).isTrue();
      assertThat(job.exitCode()).isEmpty();
      assertThat(job.logTail().lines().findFirst().orElseThrow())
          .startsWith("300m 1 stream --topic=t --metricsPort=")
          .contains("--metricsPort=" + job.metricsAddress().getPort())
          .endsWith("--progressInterval=1s");
    }
  }

  @Test
  void aStreamThatEndsIsReportedWithItsCodeAndItsLastWords() throws Exception {
    try (StreamJob job = start("echo wattflow stream: --shards=0: must be more; exit 2")) {
      assertThatThrownBy(() -> job.awaitRunning(LONG))
          .isInstanceOf(StreamFailedException.class)
          .hasMessageContaining("exit code 2: wattflow stream: --shards=0: must be more")
          .hasMessageContaining(job.log().toString());
      assertThat(job.exitCode()).hasValue(2);
    }
  }

  @Test
  void waitingForTheStreamEndsAtItsDeadline() throws Exception {
    try (StreamJob job = start("echo not yet; exec sleep 600")) {
      assertThatThrownBy(() -> job.awaitRunning(Duration.ofMillis(300)))
          .isInstanceOf(StreamFailedException.class)
          .hasMessageContaining("does not run after");
      assertThatThrownBy(() -> job.awaitCounter(StreamJob.RECORDS_READ, 1, Duration.ofMillis(300)))
          .isInstanceOf(StreamFailedException.class)
          .hasMessageContaining(StreamJob.RECORDS_READ);
    }
  }

  @Test
  void earlierOutputInTheSameLogIsNotTakenForItsOwn() throws Exception {
    Files.writeString(home.resolve("stream.log"), "read 17\n");
    try (StreamJob job = start("echo new; exit 1")) {
      assertThatThrownBy(() -> job.awaitRunning(LONG)).hasMessageContaining("exit code 1: new");
    }
    assertThat(home.resolve("stream.log")).hasContent("read 17\nnew");
  }

  @Test
  void closingAsksItToEndAndKillingDoesNotAsk() throws Exception {
    String trap = "trap 'echo asked; exit 0' TERM; echo read 0; while :; do sleep 0.05; done";
    StreamJob closed = start(trap);
    closed.awaitRunning(LONG);
    closed.close();
    assertThat(closed.isAlive()).isFalse();
    assertThat(closed.logTail()).endsWith("asked");

    StreamJob killed = start(trap);
    killed.awaitRunning(LONG);
    killed.kill();
    assertThat(killed.isAlive()).isFalse();
    assertThat(killed.logTail()).endsWith("read 0");
    killed.close();
  }

  private StreamJob start(String script) throws IOException {
    Path program = home.resolve("bin").resolve("wattflow");
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(program, "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return StreamJob.start(home, List.of("--topic=t"), "300m", home.resolve("stream.log"));
  }
}
