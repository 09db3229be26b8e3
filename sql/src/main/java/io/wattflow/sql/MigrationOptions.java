package io.wattflow.sql;

/**
 * How long each table keeps its rows. Applied to new tables and, when it has changed, to existing
 * ones.
 *
 * @param telemetry raw readings; default 30 days
 * @param rollup1m minutes; default 90 days
 * @param rollup5m sliding windows; default 90 days
 * @param rollup1h hours; default 10 years
 * @param rollup1d days; default forever
 */
public record MigrationOptions(
    Retention telemetry,
    Retention rollup1m,
    Retention rollup5m,
    Retention rollup1h,
    Retention rollup1d) {

  /** The defaults above. */
  public static MigrationOptions defaults() {
    return new MigrationOptions(
        Retention.ofDays(30),
        Retention.ofDays(90),
        Retention.ofDays(90),
        Retention.parse("10y"),
        Retention.FOREVER);
  }

  /** Nothing expires, as of data whose instants are fixed and may be of long ago. */
  public static MigrationOptions keepingAll() {
    return new MigrationOptions(
        Retention.FOREVER,
        Retention.FOREVER,
        Retention.FOREVER,
        Retention.FOREVER,
        Retention.FOREVER);
  }

  /** The same with another retention of raw readings. */
  public MigrationOptions withTelemetry(Retention retention) {
    return new MigrationOptions(retention, rollup1m, rollup5m, rollup1h, rollup1d);
  }

  /** The same with another retention of minutes. */
  public MigrationOptions withRollup1m(Retention retention) {
    return new MigrationOptions(telemetry, retention, rollup5m, rollup1h, rollup1d);
  }

  /** The same with another retention of sliding windows. */
  public MigrationOptions withRollup5m(Retention retention) {
    return new MigrationOptions(telemetry, rollup1m, retention, rollup1h, rollup1d);
  }

  /** The same with another retention of hours. */
  public MigrationOptions withRollup1h(Retention retention) {
    return new MigrationOptions(telemetry, rollup1m, rollup5m, retention, rollup1d);
  }

  /** The same with another retention of days. */
  public MigrationOptions withRollup1d(Retention retention) {
    return new MigrationOptions(telemetry, rollup1m, rollup5m, rollup1h, retention);
  }
}
