package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;

/** Which devices are there, and what they draw now. */
public record DeviceStatusSummary(long userId) implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("device_status_summary").of(userId);
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }
}
