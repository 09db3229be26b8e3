package io.wattflow.benchmarks.endtoend;

import io.wattflow.platform.Platform;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much processor time each process has taken since this object was made. */
public final class ProcessorTime {
  private final Map<String, Long> pids = new LinkedHashMap<>();
  private final Map<String, Duration> before = new LinkedHashMap<>();

  /** Begins with no process. */
  public ProcessorTime() {}

  /** Begins with the parts of the platform. */
  public ProcessorTime(Platform platform) {
    add("Kafka", platform.kafka().pid());
    add("ClickHouse", platform.clickHouse().pid());
    add("Redis", platform.redis().pid());
  }

  /** Has one more process counted from now on. */
  public void add(String name, long pid) {
    pids.put(name, pid);
    before.put(name, taken(pid));
  }

  /** Adds a figure in seconds for each process; those that have ended count 0. */
  public void into(Map<String, Double> figures) {
    pids.forEach(
        (name, pid) ->
            figures.put(
                "CPU s " + name,
                Math.max(0, taken(pid).minus(before.getOrDefault(name, Duration.ZERO)).toMillis())
                    / 1e3));
  }

  private static Duration taken(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }
}
