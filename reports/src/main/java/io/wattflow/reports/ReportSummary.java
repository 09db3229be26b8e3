package io.wattflow.reports;

import io.wattflow.reports.compute.Verdict;
import io.wattflow.reports.store.ReportTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a run did. Rows computed = new + corrected + unchanged + kept + replaced; withdrawn ones
 * come on top.
 */
public final class ReportSummary {
  private static final int MOST_EXAMPLES = 20;

  private final Map<ReportTable, Map<Verdict, Long>> verdicts = new EnumMap<>(ReportTable.class);
  private final List<String> problems = new ArrayList<>();
  private long users;
  private long series;
  private long hours;
  private long problemCount;

  void countUsers(long more) {
    users += more;
  }

  void countSeries(int hoursOfIt) {
    series++;
    hours += hoursOfIt;
  }

  void add(ReportTable table, Verdict verdict) {
    verdicts
        .computeIfAbsent(table, unseen -> new EnumMap<>(Verdict.class))
        .merge(verdict, 1L, Long::sum);
  }

  void problem(String line) {
    problemCount++;
    if (problems.size() < MOST_EXAMPLES) {
      problems.add(line);
    }
  }

  /** Users that were looked at. */
  public long users() {
    return users;
  }

  /** Series with hours on the dates. */
  public long series() {
    return series;
  }

  /** Hours read. */
  public long hours() {
    return hours;
  }

  /** How many rows of a table had a verdict. */
  public long count(ReportTable table, Verdict verdict) {
    return verdicts.getOrDefault(table, Map.of()).getOrDefault(verdict, 0L);
  }

  /** Users and devices left out because of their settings: one line each, the first of them. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** How many there are in all. */
  public long problemCount() {
    return problemCount;
  }
}
