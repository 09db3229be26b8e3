package io.wattflow.reports;

import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.EngineExtension;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.sql.SQLException;
import java.util.List;

/** A real engine with migrated databases. */
final class ReportEngine extends EngineExtension {
  /** A new database, of which nothing expires: the instants of these tests are fixed. */
  ReportDatabase create(String name) {
    Migrations.apply(url(), name, MigrationOptions.keepingAll());
    return new ReportDatabase(ClickHouseUrl.parse(url()), name);
  }

  void execute(ReportDatabase database, String sql) throws SQLException {
    execute(database.name(), sql);
  }

  List<String> query(ReportDatabase database, String sql) throws SQLException {
    return query(database.name(), sql);
  }
}
