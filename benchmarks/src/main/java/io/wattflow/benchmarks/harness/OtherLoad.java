package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Processor time that goes to neither this process nor its children, as Linux counts it.
 *
 * @param cores average number of cores that others keep busy; 0 or more
 * @param busiest the one that took the most, such as {@code java (process 4711)}
 */
record OtherLoad(double cores, String busiest) {
  private static final Path PROC = Path.of("/proc");
  private static final long WATCH_MILLIS = 2_000;

  /** In /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final int IDLE = 3;

  private static final int IO_WAIT = 4;
  private static final int STEAL = 7;

  /** In /proc/<pid>/stat, counted from what follows the name in brackets. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /** Watches for two seconds; empty where the system is not Linux. */
  static Optional<OtherLoad> watch() throws InterruptedException {
    Snapshot before;
    Snapshot after;
    try {
      before = Snapshot.take();
      TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
      after = Snapshot.take();
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(between(before, after));
  }

  private static OtherLoad between(Snapshot before, Snapshot after) {
    double own = 0;
    double most = -1;
    String busiest = "processes that have ended";
    Set<Long> family = family();
    for (Map.Entry<Long, Usage> entry : after.processes().entrySet()) {
      Usage earlier = before.processes().get(entry.getKey());
      long ticks = entry.getValue().ticks() - (earlier == null ? 0 : earlier.ticks());
      if (family.contains(entry.getKey())) {
        own += ticks;
      } else if (ticks > most && ticks > 0) {
        most = ticks;
        busiest = entry.getValue().name() + " (process " + entry.getKey() + ")";
      }
    }
    double others = Math.max(0, after.busyTicks() - before.busyTicks() - own);
    double allTicks = Math.max(1, after.allTicks() - before.allTicks());
    return new OtherLoad(others / allTicks * after.processors(), busiest);
  }

  private static Set<Long> family() {
    Set<Long> family = new TreeSet<>();
    ProcessHandle self = ProcessHandle.current();
    family.add(self.pid());
    self.descendants().forEach(child -> family.add(child.pid()));
    return family;
  }

  private record Usage(String name, long ticks) {}

  private record Snapshot(
      long busyTicks, long allTicks, int processors, Map<Long, Usage> processes) {
    static Snapshot take() throws IOException {
      long busy = 0;
      long all = 0;
      int processors = 0;
      try (Stream<String> lines = Files.lines(PROC.resolve("stat"))) {
        for (String line : lines.filter(text -> text.startsWith("cpu")).toList()) {
          if (!line.startsWith("cpu ")) {
            processors++;
            continue;
          }
          String[] ticks = line.substring(4).strip().split(" +", -1);
          for (int i = 0; i <= STEAL && i < ticks.length; i++) {
            all += Long.parseLong(ticks[i]);
            busy += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(ticks[i]);
          }
        }
      }
      return new Snapshot(busy, all, processors, listProcesses());
    }

    private static Map<Long, Usage> listProcesses() throws IOException {
      Map<Long, Usage> processes = new HashMap<>();
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
        for (Path folder : folders) {
          read(folder)
              .ifPresent(
                  process ->
                      processes.put(Long.parseLong(String.valueOf(folder.getFileName())), process));
        }
      }
      return processes;
    }

    private static Optional<Usage> read(Path folder) {
      try {
        String line = Files.readString(folder.resolve("stat"));
        int bracket = line.lastIndexOf(')');
        String[] rest = line.substring(bracket + 2).split(" ", -1);
        return Optional.of(
            new Usage(
                line.substring(line.indexOf('(') + 1, bracket),
                Long.parseLong(rest[USER_TICKS]) + Long.parseLong(rest[SYSTEM_TICKS])));
      } catch (IOException e) {
        return Optional.empty(); // it has ended meanwhile
      }
    }
  }
}
