package io.wattflow.simulation.live;

import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.ExpectedRow;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.RollupWindow;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/**
 * Compares the latest status of each device in Redis with the model's last reading of the device:
 * the last one of the newest of its minutes.
 */
public final class StatusCheck {
  private static final String NAME = "device status";
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Comparator<ExpectedRow> BY_AGE =
      Comparator.comparingLong(ExpectedRow::lastEventTimeMillis)
          .thenComparingLong(ExpectedRow::version);

  private final Map<String, ExpectedRow> expected;

  private StatusCheck(Map<String, ExpectedRow> expected) {
    this.expected = expected;
  }

  /** What follows from what the model has taken in so far. */
  public static StatusCheck of(NaiveModel model) {
    Map<String, ExpectedRow> newest = new TreeMap<>();
    for (Iterator<ExpectedRow> rows = model.rows(RollupWindow.ONE_MINUTE); rows.hasNext(); ) {
      ExpectedRow row = rows.next();
      newest.merge(key(row), row, (a, b) -> BY_AGE.compare(a, b) >= 0 ? a : b);
    }
    return new StatusCheck(newest);
  }

  private static String key(ExpectedRow row) {
    return "wattflow:{%d}:device:%s:status"
        .formatted(row.series().userId(), row.series().deviceId());
  }

  /** The fields of the hash that the stream keeps. */
  private static Map<String, String> fields(ExpectedRow row) {
    return Map.of(
        "event_time", Long.toString(row.lastEventTimeMillis()),
        "version", Long.toString(row.version()),
        "power_watts", Double.toString(row.powerLast()),
        "device_type", row.series().deviceType());
  }

  /**
   * Asks Redis for every device that the model knows.
   *
   * @param maxExamples how many differences the result describes at most
   */
  public CheckResult check(URI redis, int maxExamples) {
    Map<String, Map<String, String>> stored = read(redis);
    long missing = 0;
    long differing = 0;
    List<String> examples = new ArrayList<>();
    for (Map.Entry<String, ExpectedRow> entry : expected.entrySet()) {
      Map<String, String> found = stored.getOrDefault(entry.getKey(), Map.of());
      Map<String, String> wanted = fields(entry.getValue());
      if (found.equals(wanted)) {
        continue;
      }
      if (found.isEmpty()) {
        missing++;
      } else {
        differing++;
      }
      if (examples.size() < maxExamples) {
        examples.add(
            entry.getKey()
                + ": stored "
                + new TreeMap<>(found)
                + ", expected "
                + new TreeMap<>(wanted));
      }
    }
    return new CheckResult(NAME, expected.size() - missing, missing, 0, differing, examples);
  }

  /**
   * As {@link #check}, again until all agree or {@code patience} is over: the last push may be
   * under way when the last row is visible.
   */
  public CheckResult await(URI redis, int maxExamples, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    CheckResult result = check(redis, maxExamples);
    while (!result.agrees() && System.nanoTime() - deadline < 0) {
      Thread.sleep(PAUSE.toMillis());
      result = check(redis, maxExamples);
    }
    return result;
  }

  private Map<String, Map<String, String>> read(URI redis) {
    Map<String, Response<Map<String, String>>> answers = new TreeMap<>();
    try (RedisClient client = RedisClient.create(redis)) {
      try (AbstractPipeline pipeline = client.pipelined()) {
        for (String key : expected.keySet()) {
          answers.put(key, pipeline.hgetAll(key));
        }
        pipeline.sync();
      }
    }
    Map<String, Map<String, String>> found = new TreeMap<>();
    answers.forEach((key, answer) -> found.put(key, answer.get()));
    return found;
  }
}
