package io.wattflow.benchmarks.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;

/** Who asks, and what: endless questions, always in the same order. For one thread. */
final class Audience {
  /** The four questions that every dashboard asks. */
  static final List<String> POPULAR =
      List.of(
          "total_energy_today",
          "top_consuming_devices",
          "hourly_trends_last_24h",
          "device_status_summary");

  /** The question of a chart. */
  static final String CHART = "rollups";

  /** Begins a header that shows a token. */
  static final String BEARER = "Bearer ";

  private static final long SEED = 23;
  private static final int SHORTEST_HOURS = 24;
  private static final int LONGEST_HOURS = 7 * 24;

  private final List<Household> households;
  private final List<String> headers;
  private final Zipf zipf;
  private final SplittableRandom random;

  /**
   * Of some households.
   *
   * @param exponent of Zipf's law, by which users are drawn
   * @param tokens for them
   */
  Audience(List<Household> households, double exponent, Tokens tokens) {
    this(
        households,
        households.stream().map(user -> BEARER + tokens.of(user.userId())).toList(),
        new Zipf(households.size(), exponent),
        new SplittableRandom(SEED));
  }

  private Audience(
      List<Household> households, List<String> headers, Zipf zipf, SplittableRandom random) {
    this.households = households;
    this.headers = headers;
    this.zipf = zipf;
    this.random = random;
  }

  /** The same people, who ask independently of these. */
  Audience split() {
    return new Audience(households, headers, zipf, random.split());
  }

  /** One of the four, all alike, of a user by Zipf's law. */
  Asked popular() {
    int user = zipf.next(random);
    String name = POPULAR.get(random.nextInt(POPULAR.size()));
    return asked(name, user, "/" + name);
  }

  /** A user by Zipf's law. */
  Household household() {
    return households.get(zipf.next(random));
  }

  /**
   * A chart of hours, of any user alike, and of a span of one to seven days that lies anywhere in
   * the history: so many that hardly one is asked for twice.
   *
   * @param now of the history, whose last hour is over
   */
  Asked chart(Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.HOURS);
    int hours = random.nextInt(SHORTEST_HOURS, LONGEST_HOURS + 1);
    int back = random.nextInt(History.HOURS - hours);
    Instant to = end.minus(Duration.ofHours(back));
    Instant from = to.minus(Duration.ofHours(hours));
    int user = random.nextInt(households.size());
    return asked(CHART, user, "/rollups?window=1h&from=" + from + "&to=" + to);
  }

  private Asked asked(String name, int user, String path) {
    long userId = households.get(user).userId();
    return new Asked(name, userId, "/v1/users/" + userId + path, headers.get(user));
  }
}
