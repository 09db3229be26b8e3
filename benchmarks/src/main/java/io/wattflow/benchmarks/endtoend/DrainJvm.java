package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.ChildJvm;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The plain consumer of a subject, see {@link TopicDrain}, in a JVM of its own. */
final class DrainJvm {
  private DrainJvm() {}

  /**
   * Runs it to its end.
   *
   * @param time counts its processor time as that of "consumer"
   * @param figures get the processor time of all, up to the end of the drain
   * @return seconds from its first record to its last acknowledged write
   * @throws SubjectFailedException if it fails, or takes longer than {@code timeout}
   */
  static double run(
      ChildJvm.Spec spec, ProcessorTime time, Duration timeout, Map<String, Double> figures)
      throws IOException, InterruptedException, SubjectFailedException {
    try (ChildJvm child = ChildJvm.start(spec)) {
      time.add("consumer", child.pid());
      double seconds = Double.parseDouble(child.await("seconds", timeout));
      time.into(figures);
      child.awaitEnd(timeout);
      return seconds;
    }
  }
}
