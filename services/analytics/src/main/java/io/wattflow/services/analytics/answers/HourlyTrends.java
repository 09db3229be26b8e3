package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.answers.HouseholdSeries.Window;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.CacheClass;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The household in the last 24 whole hours and the one that runs. */
public record HourlyTrends(long userId) implements Inquiry {
  /** Whole hours before the one that runs. */
  static final int HOURS = 24;

  @Override
  public AnswerKey key() {
    return new KeyName("hourly_trends_last_24h").of(userId);
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    Instant now = clock.instant();
    return store.ask(userId, freshness, connection -> ask(connection, now));
  }

  private Loaded ask(Connection connection, Instant now) throws SQLException {
    long running = Spans.hourOf(now);
    long from = running - HOURS * Spans.HOUR;
    long to = running + Spans.HOUR;
    HouseholdSeries series =
        HouseholdSeries.ask(
            connection,
            RollupWindow.ONE_HOUR,
            userId,
            Instant.ofEpochSecond(from),
            Instant.ofEpochSecond(to));
    if (series.windows().isEmpty() && !Known.user(connection, userId)) {
      return Known.noUser(userId);
    }
    byte[] body =
        JsonBody.of(
            json -> {
              json.user(userId);
              json.instant("from", Instant.ofEpochSecond(from));
              json.instant("to", Instant.ofEpochSecond(to));
              json.text("basis", series.basis().name());
              json.rows(
                  "hours",
                  hours(series, from, to),
                  (row, hour) -> write(row, hour, series.devices(), now));
            });
    return new Loaded(
        Answer.json(body),
        CacheClass.HOURLY,
        List.of(Spans.rows(RollupWindow.ONE_HOUR, userId, from, to)));
  }

  private record Hour(long start, @Nullable Window window) {}

  private static List<Hour> hours(HouseholdSeries series, long from, long to) {
    Map<Long, Window> byStart =
        series.windows().stream().collect(Collectors.toMap(Window::start, Function.identity()));
    List<Hour> hours = new ArrayList<>();
    for (long start = from; start < to; start += Spans.HOUR) {
      hours.add(new Hour(start, byStart.get(start)));
    }
    return hours;
  }

  private static void write(JsonBody json, Hour hour, long devices, Instant now)
      throws IOException {
    long end = (hour.start() + Spans.HOUR) * Spans.MILLIS;
    // Of the hour that runs, only what has passed could have been observed.
    long passed = Math.min(end, now.toEpochMilli()) - hour.start() * Spans.MILLIS;
    Window window = hour.window();
    json.instant("start", Instant.ofEpochSecond(hour.start()));
    if (window == null) {
      json.nothing("energy_wh");
      json.whole("estimated_wh", 0);
      json.nothing("power_max");
    } else {
      json.energy("energy_wh", window.energy());
      json.energy("estimated_wh", window.estimated());
      json.number("power_max", window.powerMax());
    }
    json.share("coverage", window == null ? 0 : window.coveredMillis(), passed * devices);
    json.flag("complete", end <= now.toEpochMilli());
    json.flags("quality_flags", window == null ? 0 : window.quality());
  }
}
