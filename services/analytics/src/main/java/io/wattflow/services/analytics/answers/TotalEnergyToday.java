package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The energy of the day so far, in the clocks of the user.
 *
 * @param timeZone whose day it is; empty: that of the user
 */
public record TotalEnergyToday(long userId, Optional<ZoneId> timeZone) implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("total_energy_today").with("time_zone", timeZone).of(userId);
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }
}
