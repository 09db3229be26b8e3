package io.wattflow.beam.sink;

import io.wattflow.core.rows.Table;
import java.io.Serializable;
import java.time.Duration;

/**
 * A ClickHouse database to write to.
 *
 * @param url HTTP address, such as {@code http://127.0.0.1:8123}
 * @param database the database's name
 * @param user user name
 * @param password may be empty
 * @param maxOutage how long a write is tried again before the bundle fails (and the runner restores
 *     the last checkpoint, and tries on)
 */
public record ClickHouseTarget(
    String url, String database, String user, String password, Duration maxOutage)
    implements Serializable {

  /** Name of a table with its database, as SQL takes it. */
  public String qualified(Table table) {
    return "`" + database + "`." + table.tableName();
  }

  /** The same server, whatever the database. */
  ClickHouseTarget server() {
    return new ClickHouseTarget(url, "", user, password, maxOutage);
  }

  /** Without the password, which must not reach a log or a job graph's display data. */
  @Override
  public String toString() {
    return url + " database " + database + " as " + user;
  }
}
