package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What {@code wattflow report} has written.
 *
 * @param from first local date; periods that start before it are left out
 * @param to last local date on which a period may start
 * @param deviceId one device only; empty: all of the user
 */
public record Reports(
    long userId, ReportPeriod period, LocalDate from, LocalDate to, Optional<String> deviceId)
    implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("reports/" + period.label())
        .with("from", from)
        .with("to", to)
        .with("device", deviceId)
        .of(userId);
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }
}
