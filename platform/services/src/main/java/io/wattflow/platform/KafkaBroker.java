package io.wattflow.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One Kafka broker that is its own controller (KRaft). Topics are made by {@link #ensureTopic},
 * never by a typing error: auto-creation is off.
 */
public final class KafkaBroker extends Part {
  static final String NAME = "Kafka";
  private static final Duration FORMAT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(30);

  private final List<String> java;
  private final boolean background;

  private KafkaBroker(PlatformConfig config, boolean background) {
    super(NAME, config.kafkaPort(), config);
    this.background = background;
    Path libraries = Installation.kafka(config.home());
    List<String> command =
        new ArrayList<>(
            Programs.java(
                "-Xmx" + config.kafkaHeap(),
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "-Djava.awt.headless=true",
                "-Dlog4j2.level=WARN"));
    command.addAll(List.of("-cp", libraries + "/*"));
    this.java = List.copyOf(command);
  }

  /** Starts a broker that ends with this process, and waits until it serves. */
  public static KafkaBroker start(PlatformConfig config) {
    return begun(new KafkaBroker(config, false));
  }

  static KafkaBroker startInBackground(PlatformConfig config) {
    return begun(new KafkaBroker(config, true));
  }

  private static KafkaBroker begun(KafkaBroker broker) {
    broker.begin();
    return broker;
  }

  @Override
  PartProcess launch() {
    Path properties = writeProperties();
    if (!Files.exists(folder().resolve("log").resolve("meta.properties"))) {
      format(properties);
    }
    return PartProcess.start(spec(List.of("kafka.Kafka", properties.toString()), background));
  }

  @Override
  boolean answers() {
    return serves(port());
  }

  private void format(Path properties) {
    PartProcess.run(
        spec(
            List.of(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                properties.toString()),
            false),
        FORMAT_TIMEOUT);
  }

  private PartProcess.Spec spec(List<String> arguments, boolean inBackground) {
    List<String> command = new ArrayList<>(java);
    command.addAll(arguments);
    return new PartProcess.Spec(NAME, command, Map.of(), log(), inBackground);
  }

  private Path writeProperties() {
    // The controller is reached by this broker alone, so its port may differ from start to start.
    int controllerPort = Ports.claim(NAME, 0);
    String text =
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=4
        group.initial.rebalance.delay.ms=0
        log.index.size.max.bytes=1048576
        """
            .formatted(port(), controllerPort, folder().resolve("log"));
    try {
      Files.createDirectories(folder());
      return Files.writeString(folder().resolve("server.properties"), text);
    } catch (IOException e) {
      throw new PlatformException(
          NAME, "its folder cannot be written: " + e.getMessage(), "check " + folder(), e);
    }
  }

  /** Whether a broker on this port answers with itself as a node of the cluster. */
  static boolean serves(int port) {
    if (!Ports.accepts(port)) {
      return false;
    }
    try (Admin admin = admin("127.0.0.1:" + port)) {
      Collection<Node> nodes = await(admin.describeCluster().nodes());
      return nodes.stream().anyMatch(node -> node.port() == port);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Whether any broker answers at this address. */
  static boolean answers(String bootstrap) {
    try (Admin admin = admin(bootstrap)) {
      return !await(admin.describeCluster().nodes()).isEmpty();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return false;
    }
  }

  /** "127.0.0.1:port", for clients. */
  public String bootstrap() {
    return "127.0.0.1:" + port();
  }

  /**
   * Makes a topic unless it exists, and waits until each of its partitions has a leader.
   *
   * @param partitions at least 1; a topic that exists with another number is an error, for its keys
   *     would move
   */
  public void ensureTopic(String topic, int partitions) {
    ensureTopic(bootstrap(), topic, partitions);
  }

  /** As {@link #ensureTopic(String, int)}, on any broker. */
  public static void ensureTopic(String bootstrap, String topic, int partitions) {
    try (Admin admin = admin(bootstrap)) {
      NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty());
      try {
        await(admin.createTopics(List.of(wanted)).all());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
      int found = awaitLeaders(admin, topic);
      if (found != partitions) {
        throw new PlatformException(
            NAME,
            "topic " + topic + " has " + found + " partitions, not " + partitions,
            "delete it or ask for as many");
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new PlatformException(
          NAME, "topic " + topic + " could not be made: " + e.getMessage(), "is it running?", e);
    }
  }

  private static int awaitLeaders(Admin admin, String topic)
      throws ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + ADMIN_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        TopicDescription description =
            await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        if (description != null
            && description.partitions().stream().allMatch(p -> p.leader() != null)) {
          return description.partitions().size();
        }
      } catch (ExecutionException e) {
        // Metadata of a topic made a moment ago may still be on its way.
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    throw new TimeoutException("no leader for every partition");
  }

  private static Admin admin(String bootstrap) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            "5000",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            "10000"));
  }

  private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future)
      throws ExecutionException, TimeoutException {
    try {
      return future.get(ADMIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException(NAME, "the wait was interrupted", "try again", e);
    }
  }
}
