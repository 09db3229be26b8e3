package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;
import java.time.Instant;

/**
 * The household as a series of windows.
 *
 * @param window not {@code 5m}, whose windows overlap
 * @param from windows that start before are left out
 * @param to windows that start here or later are left out
 */
public record HouseholdRollups(long userId, RollupWindow window, Instant from, Instant to)
    implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("rollups")
        .with("window", window.label())
        .with("from", from)
        .with("to", to)
        .of(userId);
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }
}
