package io.wattflow.services.analytics.answers;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of a view, and how their values are told: the same in JSON and in CSV. */
final class ViewColumns {
  /** Decimals of more digits are texts in JSON: readers would make doubles of numbers. */
  private static final int DIGITS_OF_A_NUMBER = 18;

  private final List<Column> columns;

  private enum Kind {
    TEXT,
    WHOLE,
    DOUBLE,
    DECIMAL,
    LONG_DECIMAL,
    INSTANT,
    DATE,
    TEXTS
  }

  private record Column(int index, String name, Kind kind) {}

  private ViewColumns(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  static ViewColumns of(ResultSet rows) throws SQLException {
    ResultSetMetaData data = rows.getMetaData();
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(new Column(i, data.getColumnLabel(i), kind(data.getColumnTypeName(i))));
    }
    return new ViewColumns(columns);
  }

  private static Kind kind(String type) {
    String bare = type.replaceAll("^(?:(?:Nullable|LowCardinality)\\()+", "");
    if (bare.startsWith("Array(")) {
      return Kind.TEXTS;
    }
    if (bare.startsWith("DateTime")) {
      return Kind.INSTANT;
    }
    if (bare.startsWith("Date")) {
      return Kind.DATE;
    }
    if (bare.startsWith("Decimal(")) {
      int precision = Integer.parseInt(bare.replaceAll("^Decimal\\((\\d+).*", "$1"));
      return precision > DIGITS_OF_A_NUMBER ? Kind.LONG_DECIMAL : Kind.DECIMAL;
    }
    if (bare.startsWith("Float")) {
      return Kind.DOUBLE;
    }
    return bare.startsWith("UInt") || bare.startsWith("Int") ? Kind.WHOLE : Kind.TEXT;
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** Writes the fields of the row at which the result stands. */
  void json(ResultSet at, JsonGenerator json) throws SQLException, IOException {
    for (Column column : columns) {
      json.writeFieldName(column.name());
      Object value = value(at, column);
      if (value == null) {
        json.writeNull();
      } else if (value instanceof Double number) {
        JsonBody.number(json, number);
      } else if (column.kind() == Kind.DECIMAL || column.kind() == Kind.WHOLE) {
        json.writeNumber(plain(value));
      } else if (value instanceof List<?> texts) {
        json.writeStartArray();
        for (Object text : texts) {
          json.writeString(text.toString());
        }
        json.writeEndArray();
      } else {
        json.writeString(plain(value));
      }
    }
  }

  /** The fields of the row at which the result stands; null: empty. */
  List<@Nullable String> texts(ResultSet at) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    for (Column column : columns) {
      Object value = value(at, column);
      texts.add(value == null ? null : plain(value));
    }
    return texts;
  }

  private static @Nullable Object value(ResultSet at, Column column) throws SQLException {
    int index = column.index();
    Object value =
        switch (column.kind()) {
          case TEXT -> at.getString(index);
          case WHOLE -> at.getObject(index, BigInteger.class);
          case DOUBLE -> finite(at.getDouble(index));
          case DECIMAL, LONG_DECIMAL -> at.getBigDecimal(index);
          case INSTANT -> instant(at.getObject(index, ZonedDateTime.class));
          case DATE -> at.getObject(index, LocalDate.class);
          case TEXTS -> texts(at.getArray(index));
        };
    return at.wasNull() ? null : value;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable Instant instant(@Nullable ZonedDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null
        ? List.of()
        : Arrays.stream((Object[]) array.getArray()).map(Object::toString).toList();
  }

  private static String plain(Object value) {
    if (value instanceof BigDecimal decimal) {
      // Zeroes that only say how many digits the column has.
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    if (value instanceof List<?> texts) {
      return texts.stream().map(Object::toString).collect(Collectors.joining("|"));
    }
    return value.toString();
  }
}
