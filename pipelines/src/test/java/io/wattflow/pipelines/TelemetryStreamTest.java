package io.wattflow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.pipelines.launch.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.junit.jupiter.api.Test;

/** Names of steps are ids of operators: a renamed step does not find its state in a checkpoint. */
class TelemetryStreamTest {
  @Test
  void stepsWithStateKeepTheirNames() throws IOException {
    TelemetryStreamOptions options = Arguments.of().as(TelemetryStreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    TelemetryStream.build(pipeline, TelemetryStreamPlan.of(options));
    TreeSet<String> ours = new TreeSet<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            collect(node, ours);
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            collect(node, ours);
          }
        });
    assertThat(ours).containsExactlyElementsOf(published());
  }

  /** Two levels deep; below that the names are Beam's. */
  private static void collect(TransformHierarchy.Node node, TreeSet<String> names) {
    String name = node.getFullName();
    if (!name.isEmpty() && name.chars().filter(c -> c == '/').count() <= 1) {
      names.add(name);
    }
  }

  private static List<String> published() throws IOException {
    try (InputStream in = TelemetryStreamTest.class.getResourceAsStream("steps.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }
}
