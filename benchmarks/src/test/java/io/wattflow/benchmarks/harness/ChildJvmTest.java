package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Path folder;

  ChildJvmTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** What the children of this test do, told by the first argument. */
  static final class Child {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("some noise");
      ChildJvm.tell(System.out, "count", 42);
      ChildJvm.tell(System.out, "classpath", System.getProperty("java.class.path"));
      switch (args[0]) {
        case "stay" -> new CountDownLatch(1).await();
        case "fail" -> {
          System.err.println("it broke");
          System.exit(3);
        }
        default -> ChildJvm.tell(System.out, "end", "x=y");
      }
    }
  }

  private ChildJvm start(String what, String... leaveOut) throws IOException {
    return ChildJvm.start(
        ChildJvm.Spec.of(Child.class, List.of(what), "32m", folder.resolve("logs/child.log"))
            .without(leaveOut));
  }

  @Test
  void itTellsValuesAndItsNoiseGoesToTheLog() throws Exception {
    try (ChildJvm child = start("end")) {
      assertThat(child.await("end", LONG)).isEqualTo("x=y");
      child.awaitEnd(LONG);
      assertThat(child.number("count")).hasValue(42.0);
      assertThat(child.number("other")).isEmpty();
      assertThat(Files.readString(child.log())).contains("some noise");
    }
  }

  @Test
  void jarsCanBeLeftOut() throws Exception {
    String whole;
    try (ChildJvm child = start("end")) {
      whole = child.await("classpath", LONG);
    }
    try (ChildJvm child = start("end", "frocksdbjni-")) {
      assertThat(whole).contains("/frocksdbjni-").contains("/rocksdbjni-");
      assertThat(child.await("classpath", LONG))
          .doesNotContain("/frocksdbjni-")
          .contains("/rocksdbjni-");
    }
  }

  @Test
  void oneThatBreaksDownIsAFailureWithItsLastWords() throws Exception {
    try (ChildJvm child = start("fail")) {
      assertThatThrownBy(() -> child.await("end", LONG))
          .isInstanceOf(SubjectFailedException.class)
          .hasMessageContainingAll("exit code 3", "it broke");
    }
  }

  @Test
  void oneThatSaysNothingInTimeIsAFailure() throws Exception {
    try (ChildJvm child = start("stay")) {
      child.await("count", LONG);
      assertThatThrownBy(() -> child.await("end", Duration.ofMillis(50)))
          .isInstanceOf(SubjectFailedException.class)
          .hasMessageContaining("no end after");
    }
  }

  @Test
  void closingEndsIt() throws Exception {
    ChildJvm child = start("stay");
    child.await("count", LONG);
    ProcessHandle handle = ProcessHandle.of(child.pid()).orElseThrow();
    child.close();
    assertThat(handle.isAlive()).isFalse();
    assertThat(child.isAlive()).isFalse();
  }
}
