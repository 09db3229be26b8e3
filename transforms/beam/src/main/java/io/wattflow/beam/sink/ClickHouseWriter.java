package io.wattflow.beam.sink;

/** The ways rows go to ClickHouse. Both give the same guarantee, and store the same rows. */
public enum ClickHouseWriter {
  /** Beam's JdbcIO and the JDBC driver, which reads each block and writes it anew. */
  JDBC,
  /** The blocks' own bytes over HTTP, with nothing in between. */
  BINARY
}
