package io.wattflow.services.analytics.answers;

import io.wattflow.cache.Change;
import io.wattflow.services.analytics.cache.CacheClass;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.sql.Queries;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells an id that does not exist from one of which there are no rows in a span. Only asked when a
 * question has found nothing.
 */
final class Known {
  /** Behind every window. */
  private static final long ALWAYS_MILLIS = (Spans.LAST_SECOND + 1) * Spans.MILLIS;

  private static final String USER = Queries.read("user_known");
  private static final String DEVICE = Queries.read("device_known");

  private Known() {}

  static boolean user(Store store, Store.Freshness freshness, long userId) throws StoreException {
    return store.ask(userId, freshness, connection -> user(connection, userId));
  }

  static boolean user(Connection connection, long userId) throws SQLException {
    BigInteger user = Rows.unsigned(userId);
    return any(connection, USER, user, user, user, user, user);
  }

  static boolean device(Connection connection, long userId, String deviceId) throws SQLException {
    BigInteger user = Rows.unsigned(userId);
    return any(connection, DEVICE, user, deviceId, user, deviceId, user, deviceId, user, deviceId);
  }

  private static boolean any(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return !Rows.list(connection, sql, at -> at.getInt(1), parameters).isEmpty();
  }

  /** A 404 until the first row of the user arrives. */
  static Loaded noUser(long userId) {
    return new Loaded(
        NotFound.user(userId), CacheClass.REALTIME, anyRowOf(userId, Change.ALL_DEVICES));
  }

  /** A 404 until the first row of the device arrives. */
  static Loaded noDevice(long userId, String deviceId) {
    return new Loaded(NotFound.device(deviceId), CacheClass.REALTIME, anyRowOf(userId, deviceId));
  }

  private static List<Change> anyRowOf(long userId, String deviceId) {
    List<Change> changes = new ArrayList<>();
    for (RollupWindow window : RollupWindow.values()) {
      changes.add(new Change(window.table(), userId, deviceId, 0, ALWAYS_MILLIS));
    }
    return changes;
  }
}
