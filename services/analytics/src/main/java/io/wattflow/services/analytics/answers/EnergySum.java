package io.wattflow.services.analytics.answers;

import io.wattflow.reports.compute.HourRow;
import io.wattflow.reports.compute.Piece;

/** Energies added up, in µWh, over hours and parts of hours. */
final class EnergySum {
  private long energy;
  private long imported;
  private long exported;
  private long estimated;
  private long coveredMillis;
  private long lastEventMillis;
  private boolean any;

  void add(HourRow hour, long lastEvent) {
    add(hour.energy(), hour.estimated(), hour.coveredMillis(), lastEvent);
  }

  void add(Piece piece, long lastEvent) {
    // A part of an hour that holds nothing at all is not a reading.
    if (piece.readings() > 0 || piece.energy() != 0 || piece.coveredMillis() > 0) {
      add(piece.energy(), piece.estimated(), piece.coveredMillis(), lastEvent);
    }
  }

  private void add(long microWattHours, long estimate, long covered, long lastEvent) {
    any = true;
    energy += microWattHours;
    imported += Math.max(0, microWattHours);
    exported += Math.max(0, -microWattHours);
    estimated += estimate;
    coveredMillis += covered;
    lastEventMillis = Math.max(lastEventMillis, lastEvent);
  }

  /** Whether there was anything to add. */
  boolean any() {
    return any;
  }

  long energy() {
    return energy;
  }

  /** Of the hours, or parts of hours, with net import. */
  long imported() {
    return imported;
  }

  /** Of those with net export; not negative. */
  long exported() {
    return exported;
  }

  long estimated() {
    return estimated;
  }

  long coveredMillis() {
    return coveredMillis;
  }

  /** In ms since the epoch; 0: none. */
  long lastEventMillis() {
    return lastEventMillis;
  }
}
