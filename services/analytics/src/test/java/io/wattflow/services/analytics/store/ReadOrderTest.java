package io.wattflow.services.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wattflow.services.analytics.store.Store.Freshness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The choice of a server, over many draws with a fixed seed. */
class ReadOrderTest {
  private static final int DRAWS = 200_000;
  private static final Map<String, Double> WEIGHTS =
      Map.of("master", 0.4, "left", 0.3, "right", 0.3, "spare", 0.0);

  // Several standard deviations of a share over so many draws, which is 0.0011 at most.
  private static final double TOLERANCE = 0.006;

  private static ReadOrder<String> order(String... servers) {
    return new ReadOrder<>(
        List.of(servers), server -> WEIGHTS.getOrDefault(server, 0.0), "master"::equals);
  }

  private static Map<String, Integer> counts(
      ReadOrder<String> order, Freshness freshness, int position) {
    Random random = new Random(20_261_127);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      counts.merge(order.draw(freshness, random).get(position), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void theFirstIsDrawnByWeight() {
    Map<String, Integer> first = counts(order("master", "left", "right"), Freshness.REPLICA, 0);
    assertThat(first).containsOnlyKeys("master", "left", "right");
    first.forEach(
        (server, count) ->
            assertThat((double) count / DRAWS)
                .isCloseTo(WEIGHTS.getOrDefault(server, 0.0), within(TOLERANCE)));
  }

  @Test
  void theSecondIsDrawnByWeightAmongTheOthers() {
    Map<String, Integer> second = counts(order("master", "left", "right"), Freshness.REPLICA, 1);
    // The master is second when a replica was first (0.6), with 0.4 of the 0.7 that are left.
    assertThat((double) second.getOrDefault("master", 0) / DRAWS)
        .isCloseTo(0.6 * 0.4 / 0.7, within(TOLERANCE));
  }

  @Test
  void everyServerIsThereOnceAndThoseWithoutWeightAreLast() {
    Random random = new Random(7);
    ReadOrder<String> order = order("spare", "left", "master", "right");
    for (int i = 0; i < 1_000; i++) {
      List<String> drawn = order.draw(Freshness.REPLICA, random);
      assertThat(drawn).containsExactlyInAnyOrder("spare", "left", "master", "right");
      assertThat(drawn.get(3)).isEqualTo("spare");
    }
  }

  @Test
  void whoWantsWhatWasJustWrittenAsksTheMasterFirst() {
    assertThat(counts(order("left", "master", "right"), Freshness.MASTER, 0))
        .containsOnlyKeys("master");
    Map<String, Integer> second = counts(order("left", "master", "right"), Freshness.MASTER, 1);
    assertThat((double) second.getOrDefault("left", 0) / DRAWS).isCloseTo(0.5, within(TOLERANCE));
  }

  @Test
  void oneServerNeedsNoChoice() {
    assertThat(order("spare").draw(Freshness.REPLICA, new Random(1))).containsExactly("spare");
  }
}
