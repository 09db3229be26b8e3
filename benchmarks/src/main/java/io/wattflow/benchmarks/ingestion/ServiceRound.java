package io.wattflow.benchmarks.ingestion;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.ProcessMemory;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.benchmarks.harness.Topics;
import io.wattflow.platform.service.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The ingestion service for one round of a subject, with a topic of its own.
 *
 * @param service with the heap that users get
 * @param time that the service and Kafka have taken since the round began
 */
record ServiceRound(ServiceProcess service, ProcessorTime time) {
  private static final int PARTITIONS = 4;

  /**
   * What is done with it.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does it.
     *
     * @throws SubjectFailedException if the service broke down
     */
    T run(ServiceRound round) throws IOException, InterruptedException, SubjectFailedException;
  }

  /**
   * What the service has accepted.
   *
   * @param readings how many
   * @param all whether it has accepted everything; of a request that it has not, some readings may
   *     be in the topic
   */
  record Accepted(long readings, boolean all) {}

  /**
   * Starts the service, does the work, and compares what was accepted with what is in the topic.
   *
   * @param name unique within the benchmark
   */
  static <T> T run(Bench bench, String name, Work<T> work, Function<T, Accepted> accepted)
      throws InterruptedException, SubjectFailedException {
    String bootstrap = bench.kafka().bootstrap();
    Path log = bench.folder().resolve("ingestion-" + name + ".log");
    return SubjectWork.attempt(
        bench::stopping,
        () -> {
          Topics.create(bootstrap, name, PARTITIONS);
          try {
            T result;
            try (ServiceProcess service =
                ServiceProcess.ingestion(
                    bench.home(),
                    List.of(
                        "--auth=none",
                        "--clientRate=0",
                        "--bootstrapServers=" + bootstrap,
                        "--topic=" + name),
                    log)) {
              ProcessorTime time = new ProcessorTime();
              time.add("service", service.pid());
              time.add("Kafka", bench.kafka().pid());
              result = work.run(new ServiceRound(service, time));
              if (!ProcessHandle.of(service.pid()).map(ProcessHandle::isAlive).orElse(false)) {
                throw new SubjectFailedException("the service has ended, see its log");
              }
            }
            requireAll(accepted.apply(result), Topics.records(bootstrap, name));
            return result;
          } finally {
            if (!bench.stopping()) {
              Topics.delete(bootstrap, name);
            }
          }
        });
  }

  private static void requireAll(Accepted accepted, long stored) throws SubjectFailedException {
    if (stored < accepted.readings() || accepted.all() && stored > accepted.readings()) {
      throw new SubjectFailedException(
          "%,d readings were accepted, %,d are in the topic"
              .formatted(accepted.readings(), stored));
    }
  }

  /** Adds the processor time, and the most memory that the service has had. */
  void into(Map<String, Double> figures) {
    time.into(figures);
    figures.put(
        "resident MB", ProcessMemory.MOST_RESIDENT.bytes(service.pid()) / (double) (1 << 20));
  }
}
