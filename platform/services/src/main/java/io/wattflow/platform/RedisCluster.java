package io.wattflow.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis cluster of three nodes without replicas, each with a third of the slots: to try what has
 * to work on one. It ends with this process.
 *
 * <p>A node that is killed and restarted finds its way back by itself; {@link #awaitWhole} tells
 * when. While one is away all refuse to answer, as a cluster does by default.
 */
public final class RedisCluster implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16_384;
  // Where nodes talk to each other: fixed by Redis, so both ports of a node must be free.
  private static final int BUS_OFFSET = 10_000;
  private static final int ATTEMPTS = 50;

  private final List<RedisNode> nodes;
  private final Duration timeout;

  private RedisCluster(List<RedisNode> nodes, Duration timeout) {
    this.nodes = nodes;
    this.timeout = timeout;
  }

  /**
   * Starts three nodes, joins them, and waits until every one serves.
   *
   * @param config whose {@code redisPort} is the first node's, the next ports are the others'; 0:
   *     any free ones
   * @throws PlatformException if that is not possible; then none is left running
   */
  public static RedisCluster start(PlatformConfig config) {
    List<RedisNode> started = new ArrayList<>();
    try {
      for (int i = 0; i < NODES; i++) {
        String name = "Redis-" + (i + 1);
        started.add(RedisNode.startForCluster(name, port(name, config.redisPort(), i), config));
      }
      RedisCluster cluster = new RedisCluster(List.copyOf(started), config.startTimeout());
      cluster.join();
      cluster.awaitWhole();
      return cluster;
    } catch (PlatformException e) {
      started.forEach(RedisNode::close);
      throw e;
    }
  }

  private static int port(String name, int first, int index) {
    if (first != 0) {
      return first + index;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = Ports.claim(name, 0);
      if (Ports.isFree(port + BUS_OFFSET)) {
        return port;
      }
    }
    throw new PlatformException(name, "no pair of free ports was found", "name one that is free");
  }

  private void join() {
    for (int i = 0; i < NODES; i++) {
      List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES)
          .forEach(slot -> slots.add(Integer.toString(slot)));
      ask(nodes.get(i), List.of("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1)));
      ask(nodes.get(i), slots);
      String port = Integer.toString(nodes.get(i).port());
      ask(nodes.get(0), List.of("CLUSTER", "MEET", "127.0.0.1", port));
    }
  }

  /**
   * Waits until every node knows the others and serves.
   *
   * @throws PlatformException if that takes longer than a part may need to start
   */
  public void awaitWhole() {
    nodes.forEach(node -> node.process().awaitReady(() -> isWhole(node), timeout));
  }

  private static boolean isWhole(RedisNode node) {
    if (!node.isHealthy()) {
      return false;
    }
    List<String> info = ask(node, List.of("CLUSTER", "INFO")).lines().toList();
    return info.contains("cluster_state:ok")
        && info.contains("cluster_known_nodes:" + NODES)
        && info.contains("cluster_slots_ok:" + SLOTS);
  }

  private static String ask(RedisNode node, List<String> command) {
    try {
      return RedisCommand.send(node.port(), command);
    } catch (IOException e) {
      throw new PlatformException(
          node.name(), "does not become part of a cluster: " + e.getMessage(), "see " + node.log());
    }
  }

  /** One of the three, from 0, for instance to kill and restart it. */
  public RedisNode node(int index) {
    return nodes.get(index);
  }

  /** All three. */
  public List<RedisNode> nodes() {
    return nodes;
  }

  /** Such as redis-cluster://127.0.0.1:7000,127.0.0.1:7001,127.0.0.1:7002. */
  public String address() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  @Override
  public void close() {
    nodes.forEach(RedisNode::close);
  }
}
