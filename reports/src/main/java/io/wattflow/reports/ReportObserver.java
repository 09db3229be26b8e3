package io.wattflow.reports;

/** Is told how far a run is. */
@FunctionalInterface
public interface ReportObserver {
  /**
   * Some users are done.
   *
   * @param done users so far
   * @param all users of the run
   */
  void users(long done, long all);
}
