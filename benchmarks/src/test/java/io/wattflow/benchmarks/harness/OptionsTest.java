package io.wattflow.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The options that commands mix in with a text or a default of their own. */
class OptionsTest {
  @Command
  private static final class Mixed {
    @Mixin private HeapOption heap = new HeapOption("each subject", "5g");
    @Mixin private RecordingOption jfr = new RecordingOption("Record it there.");
  }

  private static Mixed parsed(String... arguments) {
    Mixed mixed = new Mixed();
    new CommandLine(mixed).parseArgs(arguments);
    return mixed;
  }

  @Test
  void theHelpHasTheCommandsOwnTextAndDefault() {
    assertThat(new CommandLine(new Mixed()).getUsageMessage())
        .containsSubsequence("--heap=<size>", "Heap of each subject. Default: 5g.")
        .containsSubsequence("--jfr=<folder>", "Record it there.");
  }

  @Test
  void whatIsNotGivenIsTheCommandsDefault() {
    assertThat(parsed().heap.size()).isEqualTo("5g");
    assertThat(parsed().heap.bytes()).isEqualTo(5L << 30);
    assertThat(parsed().jfr.recordings()).isEqualTo(Recordings.NONE);
  }

  @ParameterizedTest
  @CsvSource({"1m, 1048576", "512m, 536870912", "6g, 6442450944"})
  void aHeapIsGivenAsTheJvmTakesIt(String size, long bytes) {
    HeapOption heap = parsed("--heap=" + size).heap;

    assertThat(heap.size()).isEqualTo(size);
    assertThat(heap.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lots", "0g", "-1g", "1", "1t", "1000000g", "1 g"})
  void whatIsNoHeapIsNamed(String size) {
    HeapOption heap = parsed("--heap=" + size).heap;

    assertThatThrownBy(heap::bytes)
        .isInstanceOf(BenchException.class)
        .hasMessage("--heap must be a size such as 512m or 5g: " + size);
  }

  @Test
  void aRecordingGoesIntoTheFolderWhichIsMade(@TempDir Path temporary) throws IOException {
    Path folder = temporary.resolve("a").resolve("b");

    Recordings recordings = parsed("--jfr=" + folder).jfr.recordings();

    assertThat(recordings.javaOptions("wattflow-1"))
        .containsExactly(
            "-XX:StartFlightRecording=settings=profile,filename="
                + folder.resolve("wattflow-1.jfr"));
    assertThat(folder).isEmptyDirectory();
    assertThat(Recordings.NONE.javaOptions("wattflow-1")).isEmpty();
  }
}
