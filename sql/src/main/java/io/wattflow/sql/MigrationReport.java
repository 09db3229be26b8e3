package io.wattflow.sql;

import java.util.List;

/**
 * What a migration did.
 *
 * @param database name of the database
 * @param applied files applied now, in order
 * @param alreadyThere files that an earlier run had applied
 * @param retentionChanged tables whose retention differed from the options and was changed
 */
public record MigrationReport(
    String database,
    List<String> applied,
    List<String> alreadyThere,
    List<String> retentionChanged) {
  public MigrationReport {
    applied = List.copyOf(applied);
    alreadyThere = List.copyOf(alreadyThere);
    retentionChanged = List.copyOf(retentionChanged);
  }
}
