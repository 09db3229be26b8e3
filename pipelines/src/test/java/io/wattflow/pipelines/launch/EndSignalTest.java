package io.wattflow.pipelines.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes that are asked to end while they work. */
class EndSignalTest {
  private static final int CODE = 7;

  /** What a process prints until it has ended with {@link #CODE}. */
  private static List<String> printedBy(Class<?> main) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit code; %s", printed).isEqualTo(CODE);
    return printed.lines().toList();
  }

  /** Has something to say when it is asked to end. */
  static final class Working {
    private Working() {}

    public static void main(String[] args) {
      try (EndSignal end = EndSignal.listen()) {
        new Thread(() -> System.exit(CODE)).start();
        while (!end.isGiven()) {
          Thread.onSpinWait();
        }
        System.out.println("cleaned up");
      }
    }
  }

  @Test
  void aProcessWaitsUntilItsWorkHasCleanedUp() throws Exception {
    assertThat(printedBy(Working.class)).containsExactly("cleaned up");
  }

  /** Begins and ends its work when it is too late. */
  static final class Late {
    private Late() {}

    public static void main(String[] args) {
      Runtime.getRuntime().addShutdownHook(new Thread(Late::work));
      System.exit(CODE);
    }

    private static void work() {
      try (EndSignal end = EndSignal.listen()) {
        System.out.println("given: " + end.isGiven());
      }
      System.out.println("closed");
    }
  }

  @Test
  void aProcessThatIsEndingAlreadyGivesTheSignalAtOnceAndFailsNothing() throws Exception {
    assertThat(printedBy(Late.class)).containsExactly("given: true", "closed");
  }

  /** Ends its work when it is told to end, before the hook of its signal has run. */
  static final class Overtaken {
    private static final int MANY = 64;

    private Overtaken() {}

    public static void main(String[] args) {
      EndSignal end = EndSignal.listen();
      for (int i = 0; i < MANY; i++) {
        Runtime.getRuntime().addShutdownHook(new Closing(end));
      }
      System.exit(CODE);
    }

    /** Hooks are started in any order: of many, some are before the one of the signal. */
    private static final class Closing extends Thread {
      private final EndSignal end;

      Closing(EndSignal end) {
        this.end = end;
      }

      @Override
      public synchronized void start() {
        try {
          end.close();
        } catch (IllegalStateException e) {
          System.out.println(e.getMessage());
        }
        super.start();
      }
    }
  }

  @Test
  void workThatEndsBeforeTheHookHasRunFailsNothing() throws Exception {
    assertThat(printedBy(Overtaken.class)).isEmpty();
  }
}
