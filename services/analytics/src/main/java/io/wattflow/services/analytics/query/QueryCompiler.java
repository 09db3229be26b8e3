package io.wattflow.services.analytics.query;

import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.query.AdHocQuery.Dimension;
import io.wattflow.services.analytics.query.AdHocQuery.Filter;
import io.wattflow.services.analytics.query.AdHocQuery.Measure;
import io.wattflow.services.analytics.query.AdHocQuery.Order;
import io.wattflow.services.analytics.query.CompiledQuery.Output;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectQuery;
import org.jooq.SortField;
import org.jooq.conf.RenderOptionalKeyword;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;

/**
 * Makes statements of questions. Names come from the catalog, never from the question: what the
 * question calls its columns stays out of the SQL, where it could hide the column of the same name
 * from a condition. Values are binds.
 */
final class QueryCompiler {
  private static final String TABLE = "t";
  private static final DSLContext SQL =
      DSL.using(
          SQLDialect.DEFAULT,
          new Settings()
              .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_QUOTED)
              .withRenderOptionalAsKeywordForFieldAliases(RenderOptionalKeyword.ON)
              .withRenderOptionalAsKeywordForTableAliases(RenderOptionalKeyword.ON)
              .withStatementType(StatementType.PREPARED_STATEMENT)
              .withExecuteLogging(false));

  /** The statement of a question; a caller of one user gets that user's rows, whatever it asks. */
  CompiledQuery compile(AdHocQuery query, Caller caller) {
    List<Output> outputs = new ArrayList<>();
    SelectQuery<Record> statement = SQL.selectQuery();
    for (Dimension dimension : query.dimensions()) {
      Output output = output(dimension);
      statement.addGroupBy(alias(outputs.size()));
      statement.addSelect(named(written(key(dimension), output), outputs.size()));
      outputs.add(output);
    }
    for (Measure measure : query.measures()) {
      Output output = output(measure);
      statement.addSelect(named(written(aggregate(measure, query.view()), output), outputs.size()));
      outputs.add(output);
    }
    statement.addFrom(DSL.table(DSL.name(query.view().name())).as(DSL.name(TABLE)));
    statement.addConditions(conditions(query, caller));
    statement.addOrderBy(order(query));
    statement.addLimit(DSL.inline(query.limit() + 1));
    return new CompiledQuery(statement.getSQL(), statement.getBindValues(), outputs, query.limit());
  }

  private static String aliasName(int output) {
    return "c" + output;
  }

  private static Field<Object> named(Field<Object> value, int output) {
    return value.as(DSL.name(aliasName(output)));
  }

  private static Field<Object> alias(int output) {
    return DSL.field(DSL.name(aliasName(output)));
  }

  private static Field<Object> column(Column column) {
    return DSL.field(DSL.name(TABLE, column.name()));
  }

  private static Output output(Dimension dimension) {
    Granularity granularity = dimension.granularity();
    ColumnType type = dimension.column().type();
    boolean fromDate = type == ColumnType.TIMESTAMP && granularity != null && granularity.isDate();
    return new Output(dimension.as(), type, dimension.zone(), fromDate);
  }

  private static Output output(Measure measure) {
    Column column = measure.column();
    ColumnType type =
        measure.aggregate().resultOf(column == null ? ColumnType.NUMBER : column.type());
    return new Output(measure.as(), type, ZoneOffset.UTC, false);
  }

  private static Field<Object> key(Dimension dimension) {
    Field<Object> column = column(dimension.column());
    Granularity granularity = dimension.granularity();
    if (granularity == null) {
      return column;
    }
    return dimension.column().type() == ColumnType.DATE
        ? call(granularity.function(), column)
        : call(granularity.function(), column, DSL.val(zoneName(dimension.zone())));
  }

  private static String zoneName(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private static Field<Object> call(String function, Field<?>... arguments) {
    return DSL.function(DSL.unquotedName(function), Object.class, arguments);
  }

  private static Field<Object> aggregate(Measure measure, View view) {
    Column named = measure.column();
    if (named == null) {
      return call("count");
    }
    Field<Object> column = column(named);
    // OrNull: without it ClickHouse makes 0, or 1970, of nothing.
    return switch (measure.aggregate()) {
      case SUM -> call("sumOrNull", column);
      case AVG -> call("avgOrNull", column);
      case MIN -> call("minOrNull", column);
      case MAX -> call("maxOrNull", column);
      case COUNT -> call("count", column);
      case COUNT_DISTINCT -> call("uniqExact", column);
      case P50 -> DSL.field("quantileExactOrNull(0.5)({0})", Object.class, column);
      case P95 -> DSL.field("quantileExactOrNull(0.95)({0})", Object.class, column);
      case FIRST -> call("argMinOrNull", column, moment(view));
      case LAST -> call("argMaxOrNull", column, moment(view));
    };
  }

  /** The time of a row; the device decides between rows of one time, so that answers repeat. */
  private static Field<Object> moment(View view) {
    return call("tuple", column(view.time()), DSL.field(DSL.name(TABLE, "device_id")));
  }

  private static Field<Object> written(Field<Object> value, Output output) {
    return switch (output.type()) {
      case STRING, NUMBER, DECIMAL -> value;
      case TIMESTAMP ->
          output.fromDate()
              ? call("toString", value)
              : DSL.field(
                  "toUnixTimestamp64Milli(toDateTime64({0}, 3, 'UTC'))", Object.class, value);
      case DATE -> call("toString", value);
      case STRINGS -> call("toJSONString", value);
    };
  }

  private static List<Condition> conditions(AdHocQuery query, Caller caller) {
    List<Condition> conditions = new ArrayList<>();
    caller
        .userId()
        .ifPresent(user -> conditions.add(DSL.field(DSL.name(TABLE, Catalog.USER_ID)).eq(user)));
    Column time = query.view().time();
    conditions.add(column(time).ge(bind(query.timeRange().from())));
    conditions.add(column(time).lt(bind(query.timeRange().to())));
    for (Filter filter : query.filters()) {
      conditions.add(condition(filter));
    }
    return conditions;
  }

  private static Condition condition(Filter filter) {
    Field<Object> column = column(filter.column());
    List<Field<Object>> values = filter.values().stream().map(QueryCompiler::bind).toList();
    return switch (filter.operator()) {
      case EQ -> column.eq(values.get(0));
      case NE -> column.ne(values.get(0));
      case LT -> column.lt(values.get(0));
      case LTE -> column.le(values.get(0));
      case GT -> column.gt(values.get(0));
      case GTE -> column.ge(values.get(0));
      case IN -> column.in(values);
      case NOT_IN -> column.notIn(values);
      case STARTS_WITH -> truth("startsWith", column, values.get(0));
      case IS_NULL -> column.isNull();
      case IS_NOT_NULL -> column.isNotNull();
      case HAS_ANY -> truth("hasAny", column, array(values));
      case HAS_ALL -> truth("hasAll", column, array(values));
      case HAS_NONE -> DSL.not(truth("hasAny", column, array(values)));
    };
  }

  private static Condition truth(String function, Field<?>... arguments) {
    return DSL.condition(DSL.function(DSL.unquotedName(function), Boolean.class, arguments));
  }

  private static Field<Object> array(List<Field<Object>> values) {
    return call("array", values.toArray(Field<?>[]::new));
  }

  private static Field<Object> bind(Object value) {
    if (value instanceof Instant instant) {
      return DSL.field(
          "fromUnixTimestamp64Milli({0}, 'UTC')", Object.class, DSL.val(instant.toEpochMilli()));
    }
    if (value instanceof LocalDate date) {
      return call("toDate", DSL.val(date.toString()));
    }
    if (value instanceof BigDecimal number) {
      return object(plain(number));
    }
    return object(value);
  }

  private static Field<Object> object(Object value) {
    return DSL.val(value).coerce(Object.class);
  }

  /** A long where it is one, so that ids stay exact. */
  private static Object plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() <= 0
        ? (Object) stripped.longValueExact()
        : (Object) number.doubleValue();
  }

  private static List<SortField<?>> order(AdHocQuery query) {
    List<SortField<?>> order = new ArrayList<>();
    List<Integer> named = new ArrayList<>();
    for (Order each : query.orderBy()) {
      Field<Object> output = alias(each.output());
      order.add(each.descending() ? output.desc() : output.asc());
      named.add(each.output());
    }
    // The dimensions last: no two rows have all of them in common, so the same rows come every
    // time.
    for (int i = 0; i < query.dimensions().size(); i++) {
      if (!named.contains(i)) {
        order.add(alias(i).asc());
      }
    }
    return order;
  }
}
