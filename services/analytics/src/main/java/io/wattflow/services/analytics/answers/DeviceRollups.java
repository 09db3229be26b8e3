package io.wattflow.services.analytics.answers;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.sql.Queries;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Null: there is no row behind. */
  private @Nullable String address(@Nullable Cursor behind) {
    if (behind == null) {
      return null;
    }
    KeyName address =
        new KeyName("/v1/devices/" + KeyName.encoded(deviceId) + "/rollups")
            .with("user", Long.toUnsignedString(userId))
            .with("window", window.label())
            .with("from", from)
            .with("to", to)
            .with("limit", limit)
            .with("cursor", behind);
    return (format == BodyFormat.CSV ? address.with("format", "csv") : address).toString();
  }

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    Instant now = clock.instant();
    return sources.store().ask(userId, freshness, connection -> ask(connection, now));
  }

  private Loaded ask(Connection connection, Instant now) throws SQLException {
    Page page = Rows.whole(connection, sql(), this::page, parameters());
    if (page.rows() == 0 && cursor.isEmpty() && !Known.device(connection, userId, deviceId)) {
      return Known.noDevice(userId, deviceId);
    }
    String mediaType = format == BodyFormat.CSV ? Csv.MEDIA_TYPE : Answer.JSON;
    long first = cursor.map(Cursor::windowStart).orElse(Spans.firstSecond(from));
    // A full page does not change when rows behind it do.
    long behind = page.next() == null ? Spans.firstSecond(to) : page.next().windowStart() + 1;
    return new Loaded(
        new Answer(200, mediaType, page.body(), address(page.next())),
        window.cacheClass(to, now),
        List.of(Spans.rows(window, userId, deviceId, first, behind)));
  }

  private String sql() {
    return Queries.read("device_rollups", Map.of("view", window.view(), "table", window.table()));
  }

  private Object[] parameters() {
    List<Object> span =
        List.of(
            Rows.unsigned(userId),
            deviceId,
            Spans.firstSecond(from),
            Spans.firstSecond(to),
            cursor.map(Cursor::windowStart).orElse(Spans.firstSecond(from)),
            // Before every type.
            cursor.map(Cursor::deviceType).orElse(""));
    List<Object> parameters = new ArrayList<>(span);
    parameters.addAll(span);
    // One more than a page has tells whether there is a next.
    parameters.add(limit + 1);
    parameters.add(limit + 1);
    return parameters.toArray();
  }

  /**
   * A page as it leaves.
   *
   * @param next its last row, if there are more; null: it is the last
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Page(byte[] body, int rows, @Nullable Cursor next) {}

  private Page page(ResultSet rows) throws SQLException {
    return format == BodyFormat.CSV ? csv(rows) : json(rows);
  }

  private Page json(ResultSet rows) throws SQLException {
    PageEnd end = new PageEnd();
    byte[] body =
        JsonBody.of(
            json -> {
              json.user(userId);
              json.text("device_id", deviceId);
              json.text("window", window.label());
              json.instant("from", from);
              json.instant("to", to);
              ViewColumns columns = ViewColumns.of(rows);
              JsonGenerator generator = json.generator();
              generator.writeArrayFieldStart("rows");
              while (end.next(rows)) {
                generator.writeStartObject();
                columns.json(rows, generator);
                generator.writeEndObject();
              }
              generator.writeEndArray();
              json.text("next", address(end.cursor()));
            });
    return new Page(body, end.count, end.cursor());
  }

  private Page csv(ResultSet rows) throws SQLException {
    PageEnd end = new PageEnd();
    StringBuilder text = new StringBuilder();
    ViewColumns columns = ViewColumns.of(rows);
    Csv.append(text, columns.names());
    while (end.next(rows)) {
      Csv.append(text, columns.texts(rows));
    }
    return new Page(text.toString().getBytes(StandardCharsets.UTF_8), end.count, end.cursor());
  }

  /** Counts the rows of a page, and remembers the last one. */
  private final class PageEnd {
    private int count;
    private boolean more;
    private @Nullable Cursor last;

    boolean next(ResultSet rows) throws SQLException {
      if (!rows.next()) {
        return false;
      }
      if (count == limit) {
        more = true;
        return false;
      }
      count++;
      last =
          new Cursor(
              rows.getObject("window_start", ZonedDateTime.class).toEpochSecond(),
              rows.getString("device_type"));
      return true;
    }

    /** Null: the page is the last. */
    @Nullable Cursor cursor() {
      return more ? last : null;
    }
  }
}
