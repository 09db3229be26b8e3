package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;

/** The household in the last 24 whole hours and the one that runs. */
public record HourlyTrends(long userId) implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("hourly_trends_last_24h").of(userId);
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }
}
