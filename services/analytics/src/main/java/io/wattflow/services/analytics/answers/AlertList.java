package io.wattflow.services.analytics.answers;

import io.wattflow.cache.Change;
import io.wattflow.schemas.avro.AlertSeverity;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.CacheClass;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.sql.Queries;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** As changes of alerts name it. */
  static final String TABLE = "alerts";

  private static final String SQL = Queries.read("alerts");
  private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

  /** Before the newest alert: the order is by the negative of the start. */
  private static final long BEFORE_ALL = -(1L << 60);

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

  private String address(Cursor behind) {
    return new KeyName("/v1/alerts")
        .with("user", Long.toUnsignedString(userId))
        .with("state", openOnly ? "open" : "all")
        .with("from", from)
        .with("to", to)
        .with("severity", severity)
        .with("limit", limit)
        .with("cursor", behind)
        .toString();
  }

  private record Alert(
      String deviceId,
      String rule,
      String severity,
      String state,
      long startMillis,
      long eventMillis,
      double value,
      double threshold,
      BigInteger version) {}

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    return sources.store().ask(userId, freshness, this::ask);
  }

  private Loaded ask(Connection connection) throws SQLException {
    long first = inColumn(from.orElse(Instant.EPOCH));
    long end = Math.max(first + 1, inColumn(to.orElse(NEVER)));
    String only = severity.map(AlertSeverity::name).orElse("");
    List<Alert> found =
        Rows.list(
            connection,
            SQL,
            AlertList::alert,
            Rows.unsigned(userId),
            first,
            end,
            openOnly ? 1 : 0,
            only,
            only,
            cursor.map(last -> -last.start().toEpochMilli()).orElse(BEFORE_ALL),
            cursor.map(Cursor::deviceId).orElse(""),
            cursor.map(Cursor::rule).orElse(""),
            // One more than a page has tells whether there is a next.
            limit + 1);
    List<Alert> page = found.subList(0, Math.min(limit, found.size()));
    @Nullable String next = found.size() > limit ? address(cursor(page.get(limit - 1))) : null;
    byte[] body =
        JsonBody.of(
            json -> {
              json.rows("alerts", page, this::write);
              json.text("next", next);
            });
    return new Loaded(
        new Answer(200, Answer.JSON, body, next),
        CacheClass.REALTIME,
        List.of(new Change(TABLE, userId, Change.ALL_DEVICES, first, end)));
  }

  /**
   * In ms since the epoch; instants that no alert can have become the first or last that one can.
   */
  private static long inColumn(Instant instant) {
    return instant.isBefore(Instant.EPOCH)
        ? 0
        : instant.isAfter(NEVER) ? NEVER.toEpochMilli() : instant.toEpochMilli();
  }

  private static Alert alert(ResultSet at) throws SQLException {
    return new Alert(
        at.getString(1),
        at.getString(2),
        at.getString(3),
        at.getString(4),
        at.getLong(5),
        at.getLong(6),
        at.getDouble(7),
        at.getDouble(8),
        at.getObject(9, BigInteger.class));
  }

  private static Cursor cursor(Alert alert) {
    return new Cursor(Instant.ofEpochMilli(alert.startMillis()), alert.deviceId(), alert.rule());
  }

  private void write(JsonBody json, Alert alert) throws IOException {
    json.text("id", alert.deviceId() + ":" + alert.rule() + ":" + alert.startMillis());
    json.user(userId);
    json.text("device_id", alert.deviceId());
    json.text("rule", alert.rule());
    json.text("severity", alert.severity());
    json.text("state", alert.state());
    json.instant("start", Instant.ofEpochMilli(alert.startMillis()));
    json.instant("event_time", Instant.ofEpochMilli(alert.eventMillis()));
    json.number("value", alert.value());
    json.number("threshold", alert.threshold());
    json.generator().writeFieldName("version");
    json.generator().writeNumber(alert.version());
  }
}
