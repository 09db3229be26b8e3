package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;

/**
 * The devices that have used the most in the last 24 whole hours and the one that runs.
 *
 * @param limit how many of them, at least 1
 */
public record TopConsumingDevices(long userId, int limit) implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("top_consuming_devices").with("limit", limit).of(userId);
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }
}
