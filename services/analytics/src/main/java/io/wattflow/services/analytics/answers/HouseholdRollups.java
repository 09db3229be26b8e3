package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.answers.HouseholdSeries.Window;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The household as a series of windows.
 *
 * @param window not {@code 5m}, whose windows overlap
 * @param from windows that start before are left out
 * @param to windows that start here or later are left out; after {@code from}
 */
public record HouseholdRollups(long userId, RollupWindow window, Instant from, Instant to)
    implements Inquiry {
  public HouseholdRollups {
    if (window == RollupWindow.FIVE_MINUTES) {
      throw new IllegalArgumentException("windows of 5m overlap and cannot be a series");
    }
  }

  @Override
  public AnswerKey key() {
    return new KeyName("rollups")
        .with("window", window.label())
        .with("from", from)
        .with("to", to)
        .of(userId);
  }

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    Instant now = clock.instant();
    return sources.store().ask(userId, freshness, connection -> ask(connection, now));
  }

  private Loaded ask(Connection connection, Instant now) throws SQLException {
    HouseholdSeries series = HouseholdSeries.ask(connection, window, userId, from, to);
    if (series.windows().isEmpty() && !Known.user(connection, userId)) {
      return Known.noUser(userId);
    }
    byte[] body =
        JsonBody.of(
            json -> {
              json.user(userId);
              json.text("window", window.label());
              json.instant("from", from);
              json.instant("to", to);
              json.text("basis", series.basis().name());
              json.rows(
                  "rows", series.windows(), (row, at) -> write(row, at, series.devices(), now));
            });
    return new Loaded(
        Answer.json(body),
        window.cacheClass(to, now),
        List.of(Spans.rows(window, userId, Spans.firstSecond(from), Spans.firstSecond(to))));
  }

  private void write(JsonBody json, Window at, long devices, Instant now) throws IOException {
    long start = at.start() * Spans.MILLIS;
    long passed = Math.min(window.length().toMillis(), now.toEpochMilli() - start);
    json.instant("start", Instant.ofEpochSecond(at.start()));
    json.energy("energy_wh", at.energy());
    json.energy("estimated_wh", at.estimated());
    json.power("power_mean", at.meanMilliwatts());
    json.number("power_max", at.powerMax());
    json.share("coverage", at.coveredMillis(), passed * devices);
    json.flags("quality_flags", at.quality());
  }
}
