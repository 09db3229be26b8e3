package io.wattflow.platform.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official Node client: see {@code src/test/js/client.mjs}. */
class NodeClientTest {
  @Test
  void works(@TempDir Path folder) throws IOException, InterruptedException {
    Path output = folder.resolve("node.log");
    try (FrontProcess front = FrontProcess.start(folder)) {
      Process node =
          new ProcessBuilder(
                  "node",
                  Path.of("src", "test", "js", "client.mjs").toString(),
                  front.uri("/").toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(node.waitFor(50, TimeUnit.SECONDS)).isTrue();
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(node.exitValue()).as(printed).isZero();
      assertThat(printed).endsWith("all passed\n");
    }
  }
}
