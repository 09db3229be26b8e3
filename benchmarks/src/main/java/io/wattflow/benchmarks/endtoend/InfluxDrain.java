package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.ChildJvm;
import io.wattflow.benchmarks.influxdb.LineProtocol;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a topic to InfluxDB by its line protocol over HTTP, a connection for each partition. A
 * reading takes the time of its arrival as its event time, see {@link InfluxSubject}.
 *
 * <p>Arguments: Kafka's bootstrap servers, topic, InfluxDB's write address, readings of a batch.
 */
final class InfluxDrain {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int NO_CONTENT = 204;

  private InfluxDrain() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    URI address = URI.create(args[2]);
    int lines = Integer.parseInt(args[3]);
    Times times = new Times();
    TopicDrain.Drained drained =
        new TopicDrain(args[0], args[1]).run(() -> new Writes(address, lines, times));
    ChildJvm.tell(System.out, "seconds", drained.seconds());
    ChildJvm.tell(System.out, "records", drained.records());
    System.exit(0); // the client's threads would stay a minute
  }

  /** The clock in ns, such that no two readings have the same time. */
  private static final class Times {
    private final AtomicLong last =
        new AtomicLong(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
    private final long offset = last.get() - System.nanoTime();

    long next() {
      long now = offset + System.nanoTime();
      return last.accumulateAndGet(now, (before, clock) -> Math.max(before + 1, clock));
    }
  }

  /** One connection. */
  private static final class Writes implements TopicDrain.Target {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final int batch;
    private final Times times;
    private final LineProtocol lines = new LineProtocol();

    Writes(URI address, int batch, Times times) {
      this.address = address;
      this.batch = batch;
      this.times = times;
    }

    @Override
    public void take(DecodedReading reading) throws Exception {
      lines.add(reading, times.next());
      if (lines.lines() == batch) {
        write();
      }
    }

    @Override
    public void finish() throws Exception {
      if (lines.lines() > 0) {
        write();
      }
    }

    private void write() throws IOException, InterruptedException {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address)
                  .timeout(TIMEOUT)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(lines.toBytes()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != NO_CONTENT) {
        throw new IOException(
            "InfluxDB answers " + answer.statusCode() + ": " + answer.body().strip());
      }
      lines.clear();
    }
  }
}
