package io.wattflow.services.analytics.store;

import io.wattflow.services.analytics.store.Store.Freshness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * In which order the servers of a shard are asked: a weighted choice, then one among the others,
 * and so on.
 *
 * <p>Each server draws an exponential time whose rate is its weight, and the earliest comes first:
 * the minimum of such times belongs to a server with a probability of its weight over the sum, and
 * the same holds for those that remain (memorylessness). One pass instead of repeated draws.
 *
 * @param <S> servers
 */
final class ReadOrder<S> {
  private final List<S> servers;
  private final ToDoubleFunction<S> weight;
  private final Predicate<S> master;

  ReadOrder(List<S> servers, ToDoubleFunction<S> weight, Predicate<S> master) {
    this.servers = List.copyOf(servers);
    this.weight = weight;
    this.master = master;
  }

  /** All servers once. Those without a weight are last; the master is first where it must be. */
  List<S> draw(Freshness freshness, RandomGenerator random) {
    if (servers.size() == 1) {
      return servers;
    }
    record Drawn<S>(S server, double time) {}
    List<Drawn<S>> drawn = new ArrayList<>(servers.size());
    for (S server : servers) {
      boolean first = freshness == Freshness.MASTER && master.test(server);
      double rate = weight.applyAsDouble(server);
      double time = rate > 0 ? random.nextExponential() / rate : Double.POSITIVE_INFINITY;
      drawn.add(new Drawn<>(server, first ? Double.NEGATIVE_INFINITY : time));
    }
    drawn.sort(Comparator.comparingDouble(Drawn::time));
    return drawn.stream().map(Drawn::server).toList();
  }
}
