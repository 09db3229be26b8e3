package io.wattflow.beam;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Collects what a pipeline on the direct runner emits, so that a test can look at it in plain Java.
 * The runner clones DoFns but stays in this JVM, so the elements meet in a map of runs.
 */
public final class Collected<T> implements AutoCloseable {
  private static final Map<UUID, Queue<Object>> RUNS = new ConcurrentHashMap<>();

  private final UUID run = UUID.randomUUID();

  /** An element and the timing of the pane that it came in. */
  public record Emitted<T>(PaneInfo.Timing timing, T element) {}

  public Collected() {
    RUNS.put(run, new ConcurrentLinkedQueue<>());
  }

  /** The transform to apply to what shall be collected. */
  public PTransform<PCollection<T>, PDone> sink() {
    UUID id = run;
    return new PTransform<>() {
      @Override
      public PDone expand(PCollection<T> elements) {
        elements.apply("Collect", ParDo.of(new Collect<>(id)));
        return PDone.in(elements.getPipeline());
      }
    };
  }

  /** What came, in the order in which it came. */
  @SuppressWarnings("unchecked")
  public List<Emitted<T>> emitted() {
    return queue(run).stream().map(each -> (Emitted<T>) each).toList();
  }

  /** The elements alone. */
  public List<T> elements() {
    return emitted().stream().map(Emitted::element).toList();
  }

  private static Queue<Object> queue(UUID run) {
    return RUNS.computeIfAbsent(run, id -> new ConcurrentLinkedQueue<>());
  }

  @Override
  public void close() {
    RUNS.remove(run);
  }

  private static final class Collect<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;
    private final UUID run;

    Collect(UUID run) {
      this.run = run;
    }

    @ProcessElement
    public void processElement(@Element T element, PaneInfo pane) {
      queue(run).add(new Emitted<>(pane.getTiming(), element));
    }
  }
}
