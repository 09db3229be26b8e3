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

  private final Map<Device, ExpectedRow> expected;

  private record Device(long userId, String deviceId) implements Comparable<Device> {
    static Device of(ExpectedRow row) {
      return new Device(row.series().userId(), row.series().deviceId());
    }

    @Override
    public int compareTo(Device other) {
      int byUser = Long.compareUnsigned(userId, other.userId);
      return byUser == 0 ? deviceId.compareTo(other.deviceId) : byUser;
    }
  }

  private StatusCheck(Map<Device, ExpectedRow> expected) {
    this.expected = expected;
  }

  /** What follows from what the model has taken in so far. */
  public static StatusCheck of(NaiveModel model) {
    Map<Device, ExpectedRow> newest = new TreeMap<>();
    for (Iterator<ExpectedRow> rows = model.rows(RollupWindow.ONE_MINUTE); rows.hasNext(); ) {
      ExpectedRow row = rows.next();
      newest.merge(Device.of(row), row, (a, b) -> BY_AGE.compare(a, b) >= 0 ? a : b);
    }
    return new StatusCheck(newest);
  }

  /** What the stream keeps of a device. */
  private static String value(ExpectedRow row) {
    return "%d %d %s %s"
        .formatted(
            row.lastEventTimeMillis(),
            row.version(),
            Double.toString(row.powerLast()),
            row.series().deviceType());
  }

  /**
   * Asks Redis for every device that the model knows.
   *
   * @param maxExamples how many differences the result describes at most
   */
  public CheckResult check(URI redis, int maxExamples) {
    Map<Long, Map<String, String>> stored = read(redis);
    long missing = 0;
    long differing = 0;
    List<String> examples = new ArrayList<>();
    for (Map.Entry<Device, ExpectedRow> entry : expected.entrySet()) {
      Device device = entry.getKey();
      String found = stored.getOrDefault(device.userId(), Map.of()).get(device.deviceId());
      String wanted = value(entry.getValue());
      if (wanted.equals(found)) {
        continue;
      }
      if (found == null) {
        missing++;
      } else {
        differing++;
      }
      if (examples.size() < maxExamples) {
        examples.add(device + ": stored " + found + ", expected " + wanted);
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

  private Map<Long, Map<String, String>> read(URI redis) {
    Map<Long, Response<Map<String, String>>> answers = new TreeMap<>();
    try (RedisClient client = RedisClient.create(redis)) {
      try (AbstractPipeline pipeline = client.pipelined()) {
        for (Device device : expected.keySet()) {
          answers.computeIfAbsent(
              device.userId(),
              user -> pipeline.hgetAll("wattflow:{" + Long.toUnsignedString(user) + "}:devices"));
        }
        pipeline.sync();
      }
    }
    Map<Long, Map<String, String>> found = new TreeMap<>();
    answers.forEach((user, answer) -> found.put(user, answer.get()));
    return found;
  }
}
