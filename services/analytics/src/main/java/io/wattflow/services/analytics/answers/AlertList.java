package io.wattflow.services.analytics.answers;

import io.wattflow.schemas.avro.AlertSeverity;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Alerts of a user, the newest start first.
 *
 * @param openOnly without those that have been cleared
 * @param from alerts that start before are left out; empty: none
 * @param to alerts that start here or later are left out; empty: none
 * @param severity of one kind only; empty: all
 * @param limit alerts of a page, at least 1
 * @param cursor behind which alert the page begins; empty: the first page
 */
public record AlertList(
    long userId,
    boolean openOnly,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<AlertSeverity> severity,
    int limit,
    Optional<Cursor> cursor)
    implements Inquiry {

  @Override
  public AnswerKey key() {
    return new KeyName("alerts")
        .with("state", openOnly ? "open" : "all")
        .with("from", from)
        .with("to", to)
        .with("severity", severity)
        .with("limit", limit)
        .with("cursor", cursor)
        .of(userId);
  }

  /** The last alert of a page. */
  public record Cursor(Instant start, String deviceId, String rule) {
    private static final String SEPARATOR = "\u0000";

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException if the text is no cursor
     */
    public static Cursor parse(String text) {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)
              .split(SEPARATOR, -1);
      if (parts.length != 3 || !parts[0].matches("[0-9]{1,15}")) {
        throw new IllegalArgumentException("not a cursor of a page of alerts");
      }
      return new Cursor(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1], parts[2]);
    }

    @Override
    public String toString() {
      String parts = String.join(SEPARATOR, Long.toString(start.toEpochMilli()), deviceId, rule);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(parts.getBytes(StandardCharsets.UTF_8));
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
