package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * One device's rows, page by page.
 *
 * @param from windows that start before are left out
 * @param to windows that start here or later are left out
 * @param limit rows of a page, at least 1
 * @param cursor behind which row the page begins; empty: the first page
 */
public record DeviceRollups(
    long userId,
    String deviceId,
    RollupWindow window,
    Instant from,
    Instant to,
    int limit,
    Optional<Cursor> cursor,
    BodyFormat format)
    implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("device_rollups")
        .with("device", deviceId)
        .with("window", window.label())
        .with("from", from)
        .with("to", to)
        .with("limit", limit)
        .with("cursor", cursor)
        .with("format", format)
        .of(userId);
  }

  /**
   * The last row of a page.
   *
   * @param windowStart in s since the epoch
   */
  public record Cursor(long windowStart, String deviceType) {
    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException if the text is no cursor
     */
    public static Cursor parse(String text) {
      int dot = text.indexOf('.');
      if (dot < 1 || dot > 10 || !text.substring(0, dot).matches("[0-9]+")) {
        throw new IllegalArgumentException("not a cursor of a page of rollups");
      }
      return new Cursor(Long.parseLong(text.substring(0, dot)), text.substring(dot + 1));
    }

    @Override
    public String toString() {
      return windowStart + "." + deviceType;
    }
  }

  /**
   * The address of the page behind a page that this question was answered with; empty: it is the
   * last.
   */
  public Optional<String> next(Answer page) {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public Loaded load(Store store, Store.Freshness freshness, Clock clock) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }
}
