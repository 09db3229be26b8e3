package io.wattflow.platform.flink;

import java.time.Duration;

/**
 * How a Flink cluster is made, and how soon it notices and answers a failure.
 *
 * <p>Flink's own defaults make a failover slow: heartbeats every 10 s, of which two must fail to be
 * sent before a killed TaskManager counts as lost (20 s), and 50 s of silence before one that no
 * longer answers does; then a delay of 1 s before the restart. The defaults here notice a killed
 * process within about 2 s and a silent one within 10 s, which no pause of a healthy JVM of this
 * size lasts, and restart after 200 ms, then more and more slowly while failures follow each other.
 * Slots are spread evenly over the TaskManagers: when one is lost, the others have run the job's
 * code already, and their JVMs are warm, which one that has only stood by is not.
 *
 * @param slots of each TaskManager; at least 1
 * @param taskHeapMegabytes heap of each TaskManager for the job; at least 64
 * @param heartbeatInterval between two heartbeats; two in a row that cannot be sent mean a loss
 * @param heartbeatTimeout silence that means a loss; at least twice the interval
 * @param firstRestartDelay before the first restart after a failure; doubles up to {@code
 *     longestRestartDelay} until the job has run for a minute
 * @param longestRestartDelay at least {@code firstRestartDelay}
 */
public record FlinkClusterConfig(
    int slots,
    int taskHeapMegabytes,
    Duration heartbeatInterval,
    Duration heartbeatTimeout,
    Duration firstRestartDelay,
    Duration longestRestartDelay) {
  private static final int LEAST_HEAP = 64;

  /** Checks the sizes and times; an error names the field. */
  public FlinkClusterConfig {
    require("slots", slots >= 1, slots);
    require("taskHeapMegabytes", taskHeapMegabytes >= LEAST_HEAP, taskHeapMegabytes);
    require("heartbeatInterval", heartbeatInterval.toMillis() > 0, heartbeatInterval);
    require(
        "heartbeatTimeout",
        heartbeatTimeout.compareTo(heartbeatInterval.multipliedBy(2)) >= 0,
        heartbeatTimeout);
    require("firstRestartDelay", firstRestartDelay.toMillis() > 0, firstRestartDelay);
    require(
        "longestRestartDelay",
        longestRestartDelay.compareTo(firstRestartDelay) >= 0,
        longestRestartDelay);
  }

  private static void require(String field, boolean holds, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(field + " is too small: " + value);
    }
  }

  /** For tests: TaskManagers of 640 MB. */
  public static FlinkClusterConfig small(int slots) {
    return new FlinkClusterConfig(
        slots,
        640,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        Duration.ofSeconds(30));
  }

  /** The same with another heap. */
  public FlinkClusterConfig withTaskHeap(int megabytes) {
    return new FlinkClusterConfig(
        slots,
        megabytes,
        heartbeatInterval,
        heartbeatTimeout,
        firstRestartDelay,
        longestRestartDelay);
  }

  /** The same with Flink's own heartbeats, or other ones. */
  public FlinkClusterConfig withHeartbeats(Duration interval, Duration timeout) {
    return new FlinkClusterConfig(
        slots, taskHeapMegabytes, interval, timeout, firstRestartDelay, longestRestartDelay);
  }
}
