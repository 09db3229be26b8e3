package io.wattflow.cli.simulate;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.simulate.SimulationPlan.Door;
import io.wattflow.cli.simulate.SimulationPlan.Receiver;
import io.wattflow.cli.simulate.SimulationPlan.Topic;
import io.wattflow.simulation.load.BodyEncoder;
import io.wattflow.simulation.load.DoorClient;
import io.wattflow.simulation.load.DoorTarget;
import io.wattflow.simulation.load.KafkaTarget;
import io.wattflow.simulation.load.LoadObserver;
import io.wattflow.simulation.load.LoadTally;
import io.wattflow.simulation.load.LoadTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The receivers of a plan, looked for before anything is sent. */
public final class Receivers {
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
  private static final int KAFKA_TIMEOUT_MILLIS = 10_000;

  private Receivers() {}

  /**
   * Opens the way to a receiver.
   *
   * @throws CommandFailedException if it is not there; the message names the remedy
   */
  public static LoadTarget open(Receiver receiver, LoadTally tally)
      throws CommandFailedException, InterruptedException {
    if (receiver instanceof Door door) {
      requireDoor(door);
      return new DoorTarget(
          new DoorClient(door.options()),
          new BodyEncoder(door.format(), door.gzip()),
          door.batch(),
          tally,
          LoadObserver.NONE);
    }
    Topic topic = (Topic) receiver;
    requireTopic(topic);
    return new KafkaTarget(
        topic.bootstrapServers(), topic.topic(), Map.of(), tally, LoadObserver.NONE);
  }

  private static void requireDoor(Door door) throws CommandFailedException {
    InetSocketAddress address = new InetSocketAddress(door.options().host(), door.options().port());
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_TIMEOUT_MILLIS);
    } catch (IOException e) {
      throw new CommandFailedException(
          "nobody answers at %s: start the service with `wattflow ingest`, or name another with --url"
              .formatted(door.options().url()),
          e);
    }
  }

  private static void requireTopic(Topic topic)
      throws CommandFailedException, InterruptedException {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            topic.bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            KAFKA_TIMEOUT_MILLIS / 2,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            KAFKA_TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      admin
          .describeTopics(List.of(topic.topic()))
          .allTopicNames()
          .get(KAFKA_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new CommandFailedException(
            "Kafka at %s has no topic %s: `wattflow up` makes one, or name another with --topic"
                .formatted(topic.bootstrapServers(), topic.topic()),
            e);
      }
      throw away(topic, e);
    } catch (TimeoutException e) {
      throw away(topic, e);
    }
  }

  private static CommandFailedException away(Topic topic, Exception cause) {
    return new CommandFailedException(
        "no Kafka answers at %s: start one with `wattflow up`, or name another with --bootstrapServers"
            .formatted(topic.bootstrapServers()),
        cause);
  }
}
