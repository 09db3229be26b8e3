package io.wattflow.integration.kit;

import io.wattflow.simulation.load.DoorAnswer;
import io.wattflow.simulation.load.DoorBody;
import io.wattflow.simulation.load.DoorClient;
import io.wattflow.simulation.load.DoorOptions;
import io.wattflow.simulation.load.DoorUnavailableException;
import java.net.URI;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Spreads requests over instances of the ingestion service in turn, and gives a request to the next
 * one, at once, when an instance does not answer or has no time: one of them always should.
 * Thread-safe.
 */
public final class Balancer implements AutoCloseable {
  private static final int MAX_TRIES = 20;

  private final int connections;
  private final AtomicReferenceArray<DoorClient> clients;
  private final Queue<DoorClient> all = new ConcurrentLinkedQueue<>();
  private final Map<URI, AtomicInteger> answers = new ConcurrentSkipListMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger triedAgain = new AtomicInteger();

  /**
   * Before some instances.
   *
   * @param connections to each of them
   */
  public Balancer(int connections, URI... instances) {
    this.connections = connections;
    this.clients = new AtomicReferenceArray<>(instances.length);
    for (int i = 0; i < instances.length; i++) {
      replace(i, instances[i]);
    }
  }

  /** Sends further requests to another instance in the place of one. */
  public void replace(int index, URI instance) {
    DoorClient client = new DoorClient(DoorOptions.of(instance, connections, null));
    all.add(client);
    answers.put(instance, new AtomicInteger());
    clients.set(index, client);
  }

  /** Tries until an instance has promised to keep the whole body. */
  public void deliver(DoorBody body) throws InterruptedException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      DoorClient client = clients.get(turn.getAndIncrement() % clients.length());
      try {
        DoorAnswer answer = client.post(body).toCompletableFuture().get();
        if (answer.status() == 202) {
          count(client);
          return;
        }
        if (!answer.tryAgain()) {
          throw new AssertionError("refused: " + answer.describe());
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof DoorUnavailableException)) {
          throw new AssertionError("neither an answer nor a broken connection", e);
        }
      }
      triedAgain.incrementAndGet();
    }
    throw new AssertionError("no instance has taken a body in " + MAX_TRIES + " tries");
  }

  private void count(DoorClient client) {
    AtomicInteger count = answers.get(client.options().url());
    if (count == null) {
      throw new IllegalStateException("unknown instance " + client.options().url());
    }
    count.incrementAndGet();
  }

  /** Requests that were given to another instance. */
  public int triedAgain() {
    return triedAgain.get();
  }

  /** Promises of each instance that there was. */
  public Map<URI, Integer> answers() {
    Map<URI, Integer> counts = new TreeMap<>();
    answers.forEach((instance, count) -> counts.put(instance, count.get()));
    return counts;
  }

  @Override
  public void close() {
    all.forEach(DoorClient::close);
  }
}
