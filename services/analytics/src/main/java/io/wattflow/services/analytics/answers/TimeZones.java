package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.Store.SharedQuestion;
import io.wattflow.services.analytics.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose clocks count for users, by the names of their zones. */
record TimeZones() implements SharedQuestion<List<String>> {
  private static final Logger LOG = LoggerFactory.getLogger(TimeZones.class);

  /** The zone of a user; UTC if nobody has said, or what was said is no zone. */
  static ZoneId of(Store store, Store.Freshness freshness, long userId) throws StoreException {
    List<String> names = store.ask(userId, freshness, new TimeZones()).orElse(List.of(""));
    String name = names.get(0);
    if (name.isEmpty()) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      LOG.warn(
          "user {}: users.time_zone is no zone; its days are taken in UTC: {}",
          Long.toUnsignedString(userId),
          e.getMessage());
      return ZoneOffset.UTC;
    }
  }

  @Override
  public Map<Long, List<String>> ask(Connection connection, List<Long> users) throws SQLException {
    return Rows.ofUsers(
        connection, "user_time_zone", users, at -> at.getString(2), List.of(List.of()));
  }
}
