package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.Topics;
import java.io.PrintStream;

/**
 * What all subjects drain: the topic, and the records in it.
 *
 * @param topic as it was filled
 * @param workload the records, to be computed again
 */
record FilledTopic(Topics.Filled topic, Workload workload) {
  static FilledTopic fill(
      Bench bench, String topic, int partitions, Workload workload, PrintStream progress)
      throws InterruptedException {
    return new FilledTopic(
        Topics.fill(
            bench.platform().kafkaBootstrap(), topic, partitions, workload.records(), progress),
        workload);
  }

  /**
   * Checks what a store without deduplication holds: every record that is a reading, repeats too.
   *
   * @param holder such as "it holds"
   * @param have readings
   * @throws SubjectFailedException if it is another number
   */
  void requireReadings(String holder, long have) throws SubjectFailedException {
    if (have != topic.wellFormed()) {
      throw new SubjectFailedException(
          holder + " " + have + " readings, not " + topic.wellFormed());
    }
  }
}
