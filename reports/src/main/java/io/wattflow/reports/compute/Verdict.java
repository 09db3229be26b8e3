package io.wattflow.reports.compute;

import org.jspecify.annotations.Nullable;

/** What becomes of a computed row, given the one that is stored. */
public enum Verdict {
  /** There was none; it is written. */
  NEW,
  /** More is behind it, or other settings are; it is written. */
  CORRECTED,
  /** It is the stored one; nothing is written. */
  UNCHANGED,
  /** More is behind the stored one, some of which is not there any more; nothing is written. */
  KEPT,
  /** Hours were taken back, or have other values; asked to, it is written as another generation. */
  REPLACED,
  /** There is nothing to report any more for a stored row; a deleted one is written. */
  WITHDRAWN;

  /**
   * Compares.
   *
   * <p>With the same settings the versions decide. Other settings replace the stored row, unless
   * hours of the same zone have expired since: a report of half a period would be worse than one by
   * an older tariff.
   */
  public static Verdict of(ReportRow row, @Nullable StoredRow stored) {
    if (stored == null) {
      return NEW;
    }
    if (stored.withdrawn()) {
      return CORRECTED;
    }
    if (stored.settings() == row.settings()) {
      int order = row.version(stored.generation()).compareTo(stored.version());
      return order > 0 ? CORRECTED : order == 0 ? UNCHANGED : KEPT;
    }
    boolean sameZone = stored.zone().equals(row.period().zone().getId());
    return sameZone && row.hourVersion().compareTo(stored.hourVersion()) < 0 ? KEPT : CORRECTED;
  }

  /**
   * Compares where what is computed now is right, even if the stored row has seen more: after
   * rollups were taken back. No hour may have expired.
   *
   * <p>Minutes may have: a row that has as many hours behind it, and only fewer that minutes
   * divide, is no better than the stored one, which is kept.
   *
   * @param stored with its numbers
   */
  public static Verdict replacing(ReportRow row, @Nullable StoredRow stored) {
    Verdict verdict = of(row, stored);
    if (stored == null) {
      return verdict;
    }
    boolean sameHours =
        row.hourVersion().equals(stored.hourVersion())
            && ReportRow.hours(row.version(0)).equals(ReportRow.hours(stored.version()));
    boolean takenBack = verdict == KEPT && !sameHours;
    boolean otherValues = verdict == UNCHANGED && !row.numbers().equals(stored.numbers());
    return takenBack || otherValues ? REPLACED : verdict;
  }

  /** Whether a row with this verdict is to be written. */
  public boolean isWritten() {
    return this == NEW || this == CORRECTED || this == REPLACED;
  }

  /** The generation of a row that is written. */
  public long generation(ReportRow row, @Nullable StoredRow stored) {
    if (stored == null) {
      return 0;
    }
    boolean same = this != REPLACED && !stored.withdrawn() && stored.settings() == row.settings();
    return stored.generation() + (same ? 0 : 1);
  }
}
