package io.wattflow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a JVM which is told to stop closes them as well, the tests of the benchmarks show. */
class StartedResourcesTest {
  private final List<String> closed = new ArrayList<>();
  private final StartedResources resources = new StartedResources(Duration.ofSeconds(5));

  @Test
  void theLastIsClosedFirst() {
    resources.add(() -> closed.add("first"));
    resources.add(() -> closed.add("last"));

    resources.close();

    assertThat(closed).containsExactly("last", "first");
    assertThat(resources.stopping()).isFalse();
  }

  @Test
  void oneThatCannotBeClosedKeepsNoOtherOpen() {
    resources.add(() -> closed.add("first"));
    resources.add(
        () -> {
          throw new IOException("cannot be closed");
        });
    resources.add(
        () -> {
          throw new IllegalStateException("nor can this");
        });

    resources.close();

    assertThat(closed).containsExactly("first");
  }

  @Test
  void anInterruptDoesNotReachWhatIsClosedAndIsKept() {
    resources.add(() -> closed.add("interrupted: " + Thread.currentThread().isInterrupted()));
    Thread.currentThread().interrupt();

    resources.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("interrupted: false");
  }
}
