package io.wattflow.beam.sink;

import io.wattflow.core.rows.ColumnSink;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowReader;
import java.io.Serial;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.beam.sdk.io.jdbc.JdbcIO;

/**
 * Sets a whole block where JdbcIO expects one row: all rows but the last are added to the batch
 * here, the last one by JdbcIO, which then executes the batch as one INSERT.
 */
final class BlockSetter implements JdbcIO.PreparedStatementSetter<RowBlock> {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public void setParameters(RowBlock block, PreparedStatement statement) throws SQLException {
    RowReader rows = new RowReader(block);
    Row row = new Row(statement);
    try {
      while (rows.hasNext()) {
        rows.readRow(row);
        if (rows.hasNext()) {
          statement.addBatch();
        }
      }
    } catch (Row.Refused e) {
      throw e.reason;
    }
  }

  /** Hands the values of a row on to the statement. */
  private record Row(PreparedStatement statement) implements ColumnSink {
    /** Carries the driver's exception through the sink, which declares none. */
    private static final class Refused extends RuntimeException {
      @Serial private static final long serialVersionUID = 1L;
      private final SQLException reason;

      Refused(SQLException reason) {
        super(reason);
        this.reason = reason;
      }
    }

    @FunctionalInterface
    private interface Setting {
      void apply() throws SQLException;
    }

    private static void set(Setting setting) {
      try {
        setting.apply();
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }

    @Override
    public void setLong(int column, long value) {
      set(() -> statement.setLong(column, value));
    }

    @Override
    public void setDouble(int column, double value) {
      set(() -> statement.setDouble(column, value));
    }

    @Override
    public void setString(int column, String value) {
      set(() -> statement.setString(column, value));
    }

    @Override
    public void setNull(int column) {
      set(() -> statement.setNull(column, Types.DOUBLE));
    }

    @Override
    public void setInstantMillis(int column, long millis) {
      set(() -> statement.setObject(column, Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC)));
    }
  }
}
