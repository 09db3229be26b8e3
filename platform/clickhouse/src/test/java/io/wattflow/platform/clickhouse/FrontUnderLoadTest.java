package io.wattflow.platform.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large, many at once, and cut off: what a day in production does to the front. */
class FrontUnderLoadTest {
  private static final int BATCH = 100_000;
  private FrontProcess front;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    front = FrontProcess.start(folder);
    front.query("CREATE DATABASE w");
    front.query("CREATE TABLE w.t (batch UInt32, a UInt64) ENGINE = MergeTree ORDER BY (batch, a)");
  }

  @AfterEach
  void stop() {
    front.close();
  }

  /** The front's JVM has 128 MB of heap; the result has 1.6 GB. */
  @Test
  void streamsAResultFarLargerThanItsHeap() throws IOException {
    HttpResponse<InputStream> answer =
        front.send(
            HttpRequest.newBuilder(front.uri("/"))
                .POST(
                    BodyPublishers.ofString(
                        "SELECT number FROM numbers(200000000) FORMAT RowBinary"))
                .build(),
            BodyHandlers.ofInputStream());
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    byte[] last = new byte[8];
    try (InputStream in = answer.body()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = Math.max(0, count - 8); i < count; i++) {
          last[(int) ((bytes + i) % 8)] = buffer[i];
        }
        bytes += count;
      }
    }
    assertThat(bytes).isEqualTo(1_600_000_000L);
    assertThat(ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .isEqualTo(199_999_999L);
  }

  @Test
  void answersQueriesWhileItStores() {
    ExecutorService threads = Executors.newFixedThreadPool(12);
    try {
      AtomicBoolean storing = new AtomicBoolean(true);
      AtomicInteger queries = new AtomicInteger();
      List<CompletableFuture<Void>> readers = new ArrayList<>();
      for (int reader = 0; reader < 8; reader++) {
        readers.add(
            CompletableFuture.runAsync(
                () -> {
                  while (storing.get()) {
                    // A batch is there as a whole or not at all.
                    assertThat(front.query("SELECT count() % " + BATCH + " FROM w.t"))
                        .isEqualTo("0\n");
                    queries.incrementAndGet();
                  }
                },
                threads));
      }
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int first = writer * 5;
        writers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int batch = first; batch < first + 5; batch++) {
                    assertThat(insert(batch)).isEqualTo(200);
                  }
                },
                threads));
      }
      CompletableFuture.allOf(writers.toArray(CompletableFuture<?>[]::new)).join();
      storing.set(false);
      CompletableFuture.allOf(readers.toArray(CompletableFuture<?>[]::new)).join();
      assertThat(queries).hasPositiveValue();
      assertThat(front.query("SELECT count(), sum(a) FROM w.t"))
          .isEqualTo(20L * BATCH + "\t" + 20L * BATCH * (BATCH - 1) / 2 + "\n");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void keepsWhatItAcknowledgedWhenKilled() throws IOException {
    for (int round = 0; round < 3; round++) {
      AtomicInteger acknowledged = new AtomicInteger();
      AtomicBoolean killed = new AtomicBoolean();
      int first = round * 1000;
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (insert(first + acknowledged.get()) == 200) {
                    acknowledged.incrementAndGet();
                  }
                } catch (UncheckedIOException e) {
                  assertThat(killed).as("refused though it was not killed").isTrue();
                }
              });
      Awaitility.await().until(() -> acknowledged.get() >= 10);
      killed.set(true);
      front.restart();
      writer.join();

      assertThat(
              front.query(
                  "SELECT countIf(rows = "
                      + BATCH
                      + "), countIf(rows != "
                      + BATCH
                      + ") FROM (SELECT batch, count() AS rows FROM w.t WHERE batch >= "
                      + first
                      + " AND batch < "
                      + (first + acknowledged.get())
                      + " GROUP BY batch)"))
          .isEqualTo(acknowledged.get() + "\t0\n");
      // A batch that was under way is there as a whole or not at all.
      assertThat(front.query("SELECT count() % " + BATCH + " FROM w.t")).isEqualTo("0\n");
    }
  }

  @Test
  void endsOnSigtermAndStartsAgainOnItsData() throws IOException, InterruptedException {
    assertThat(insert(1)).isEqualTo(200);
    assertThat(front.terminate()).isTrue();
    assertThat(front.log()).doesNotContain("SIGSEGV", "fatal error");
    front.restart();
    assertThat(front.query("SELECT count() FROM w.t")).isEqualTo(BATCH + "\n");
  }

  @Test
  void tellsThatAFolderIsInUse(@TempDir Path other) throws IOException, InterruptedException {
    Process second =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dwattflow.home=" + System.getProperty("wattflow.home"),
                "-cp",
                System.getProperty("java.class.path"),
                ClickHouseFront.class.getName(),
                "--port",
                "0",
                "--data",
                front.tables().toString())
            .redirectErrorStream(true)
            .redirectOutput(other.resolve("second.log").toFile())
            .start();
    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(java.nio.file.Files.readString(other.resolve("second.log")))
        .contains("another process");
  }

  private int insert(int batch) {
    ByteBuffer rows = ByteBuffer.allocate(BATCH * 12).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < BATCH; i++) {
      rows.putInt(batch).putLong(i);
    }
    String insert = URLEncoder.encode("INSERT INTO w.t FORMAT RowBinary", StandardCharsets.UTF_8);
    return front
        .send(
            HttpRequest.newBuilder(front.uri("/?query=" + insert))
                .POST(BodyPublishers.ofByteArray(rows.array()))
                .build())
        .statusCode();
  }
}
