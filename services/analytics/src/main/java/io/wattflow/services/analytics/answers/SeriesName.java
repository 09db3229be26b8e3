package io.wattflow.services.analytics.answers;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A device under one of its types. */
record SeriesName(String deviceId, String deviceType) {
  /** Of a row whose second and third columns are its. */
  static SeriesName at(ResultSet row) throws SQLException {
    return new SeriesName(row.getString(2), row.getString(3));
  }
}
