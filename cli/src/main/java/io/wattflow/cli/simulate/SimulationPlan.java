package io.wattflow.cli.simulate;

import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorOptions;
import io.wattflow.simulation.load.LiveScript;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code simulate} is to do.
 *
 * @param script of the fleet
 * @param duration how long; null: until told to stop
 * @param warmUp time after the start whose latencies are not measured
 * @param receiver where the readings go
 */
public record SimulationPlan(
    LiveScript script, @Nullable Duration duration, Duration warmUp, Receiver receiver) {
  /** Where readings go. */
  public sealed interface Receiver {}

  /**
   * The ingestion service.
   *
   * @param options how it is reached
   * @param format of the bodies
   * @param gzip whether bodies are packed
   * @param batch readings in a body, at least 1
   */
  public record Door(DoorOptions options, BodyFormat format, boolean gzip, int batch)
      implements Receiver {}

  /**
   * A topic.
   *
   * @param bootstrapServers host:port, separated by commas
   * @param topic that exists
   */
  public record Topic(String bootstrapServers, String topic) implements Receiver {}
}
