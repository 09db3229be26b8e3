package io.wattflow.beam.sink;

import io.wattflow.core.rows.ColumnSink;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowReader;
import java.io.Serial;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.jspecify.annotations.Nullable;

/**
 * Sets a whole block where JdbcIO expects one row: all rows but the last are added to the batch
 * here, the last one by JdbcIO, which then executes the batch as one INSERT. What becomes of the
 * block then, if caches have to hear of it, is a matter of {@link UncommittedBlocks}.
 */
final class BlockSetter implements JdbcIO.PreparedStatementSetter<RowBlock> {
  @Serial private static final long serialVersionUID = 1L;

  private final @Nullable LateRowEvictions evictions;

  BlockSetter(@Nullable LateRowEvictions evictions) {
    this.evictions = evictions;
  }

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
    if (evictions != null) {
      UncommittedBlocks.add(block, evictions);
    }
  }

  /**
   * Hands the values of a row on to the statement, each in the form that costs the driver least.
   */
  private static final class Row implements ColumnSink {
    private final PreparedStatement statement;
    private byte[] lastText = new byte[0];

    Row(PreparedStatement statement) {
      this.statement = statement;
    }

    /** Carries the driver's exception through the sink, which declares none. */
    private static final class Refused extends RuntimeException {
      @Serial private static final long serialVersionUID = 1L;
      private final SQLException reason;

      Refused(SQLException reason) {
        super(reason);
        this.reason = reason;
      }
    }

    @Override
    public void setLong(int column, long value) {
      try {
        statement.setLong(column, value);
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }

    @Override
    public void setDouble(int column, double value) {
      try {
        statement.setDouble(column, value);
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }

    @Override
    public void setString(int column, String value) {
      try {
        statement.setString(column, value);
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }

    @Override
    public void setUtf8(int column, byte[] buffer, int offset, int length) {
      // Rows of a device follow each other.
      if (!Arrays.equals(lastText, 0, lastText.length, buffer, offset, offset + length)) {
        lastText = Arrays.copyOfRange(buffer, offset, offset + length);
      }
      try {
        statement.setObject(column, lastText);
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }

    @Override
    public void setNull(int column) {
      try {
        statement.setNull(column, Types.DOUBLE);
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }

    @Override
    public void setInstantMillis(int column, long millis) {
      try {
        // As an object: setTimestamp would go through the calendar.
        statement.setObject(column, Instant.ofEpochMilli(millis));
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }
  }
}
