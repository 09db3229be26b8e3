package io.wattflow.benchmarks.stream;

import io.wattflow.benchmarks.harness.ChildJvm;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * The frame of a subject's JVM: starts the subject, watches the counting sink, and tells the parent
 * what it saw.
 */
final class StreamChild {
  /** Told last: {@code complete}, or {@code stalled} if rows were missing. */
  static final String END = "end";

  static final String SECONDS = "seconds";
  static final String ROWS = "rows";
  static final String HEAP = "heap";
  static final String CPU = "cpu";

  private static final long POLL_MILLIS = 10;

  /** Time in which rows that should not be there may still show. */
  private static final long AFTER_MILLIS = 1_500;

  private StreamChild() {}

  /** A subject. */
  @FunctionalInterface
  interface Job {
    /**
     * Runs until it ends by itself or the JVM does.
     *
     * @throws Exception if it breaks down; that ends the JVM with exit code 1
     */
    void run(StreamWork work) throws Exception;
  }

  /** Runs the subject, ends the JVM. */
  @SuppressWarnings("SystemExitOutsideMain") // the only thing that main does
  static void run(String[] args, Job job) throws InterruptedException {
    PrintStream out = System.out;
    StreamWork work = StreamWork.of(args);
    PeakHeap heap = PeakHeap.watch();
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run(work);
              } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
              }
            },
            "subject");
    thread.setDaemon(true);
    thread.start();
    long last = awaitRows(work);
    long processorNanos = FirstReadClock.processorNanos() - FirstReadClock.processorNanosBefore();
    boolean complete = isComplete(work);
    if (complete) {
      TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS);
    }
    for (Tally.Window window : Tally.Window.values()) {
      ChildJvm.tell(out, window.name(), Tally.readings(window));
    }
    ChildJvm.tell(out, ROWS, Tally.rows());
    ChildJvm.tell(out, SECONDS, (last - FirstReadClock.firstNanos()) / 1e9);
    ChildJvm.tell(out, HEAP, heap.megabytes());
    ChildJvm.tell(out, CPU, processorNanos / 1e9);
    ChildJvm.tell(out, END, complete ? "complete" : "stalled");
    System.exit(0);
  }

  /** When all rows were there, or no more came. */
  private static long awaitRows(StreamWork work) throws InterruptedException {
    long lastProgress = System.nanoTime();
    long rows = -1;
    while (!isComplete(work)) {
      long now = System.nanoTime();
      if (Tally.rows() != rows) {
        rows = Tally.rows();
        lastProgress = now;
      } else if (now - lastProgress > work.patience().toNanos()) {
        return lastProgress;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return System.nanoTime();
  }

  private static boolean isComplete(StreamWork work) {
    for (Tally.Window window : Tally.Window.values()) {
      if (Tally.readings(window) < Tally.expected(window, work.readings())) {
        return false;
      }
    }
    return true;
  }
}
