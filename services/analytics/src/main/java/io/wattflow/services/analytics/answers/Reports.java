package io.wattflow.services.analytics.answers;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wattflow.cache.Change;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswerKey;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.store.Store;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.sql.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

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

  /** What ClickHouse's Date can hold. */
  private static final LocalDate FIRST = LocalDate.EPOCH;

  private static final LocalDate LAST = LocalDate.parse("2149-06-06");

  @Override
  public AnswerKey key() {
    return new KeyName("reports/" + period.label())
        .with("from", from)
        .with("to", to)
        .with("device", deviceId)
        .of(userId);
  }

  @Override
  public Loaded load(Sources sources, Store.Freshness freshness, Clock clock)
      throws StoreException {
    return sources.store().ask(userId, freshness, this::ask);
  }

  private Loaded ask(Connection connection) throws SQLException {
    String device = deviceId.orElse("");
    Body body =
        Rows.whole(
            connection,
            Queries.read("reports", Map.of("view", period.view())),
            this::body,
            Rows.unsigned(userId),
            device,
            device,
            ofColumn(from).toString(),
            ofColumn(to).toString());
    if (body.empty()) {
      if (deviceId.isPresent() && !Known.device(connection, userId, device)) {
        return Known.noDevice(userId, device);
      }
      if (!Known.user(connection, userId)) {
        return Known.noUser(userId);
      }
    }
    return new Loaded(Answer.json(body.bytes()), period.cacheClass(), List.of(rows(device)));
  }

  /** Dates that no report can have become the first or last that one can. */
  private static LocalDate ofColumn(LocalDate date) {
    return date.isBefore(FIRST) ? FIRST : date.isAfter(LAST) ? LAST : date;
  }

  /** An empty device stands for all of them. */
  private Change rows(String device) {
    return period.table().rows(userId, device, ofColumn(from), ofColumn(to).plusDays(1));
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Body(byte[] bytes, boolean empty) {}

  private Body body(ResultSet rows) throws SQLException {
    AtomicBoolean empty = new AtomicBoolean(true);
    byte[] bytes =
        JsonBody.of(
            json -> {
              json.user(userId);
              json.text("period", period.label());
              json.text("from", from.toString());
              json.text("to", to.toString());
              ViewColumns columns = ViewColumns.of(rows);
              JsonGenerator generator = json.generator();
              generator.writeArrayFieldStart("rows");
              while (rows.next()) {
                empty.set(false);
                generator.writeStartObject();
                columns.json(rows, generator);
                generator.writeEndObject();
              }
              generator.writeEndArray();
            });
    return new Body(bytes, empty.get());
  }
}
