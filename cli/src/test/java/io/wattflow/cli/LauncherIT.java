package io.wattflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/wattflow} itself, after the build of this module and of what it needs. */
class LauncherIT {
  private static final Path HOME =
      Path.of(Objects.requireNonNull(System.getProperty("wattflow.home"), "wattflow.home"));
  private static final Path LAUNCHER = HOME.resolve("bin").resolve("wattflow");
  private static final long TIMEOUT_SECONDS = 60;

  private final Path folder;

  LauncherIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private record Outcome(int exitCode, String output) {}

  private Outcome run(Map<String, String> environment, Path program, String... args)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(args)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // A build inside of a build would wait for itself.
    builder.environment().put("WATTFLOW_NO_BUILD", "1");
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    Process process = builder.start();
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(output).strip());
  }

  @Test
  void itRunsFromAnyFolderAndThroughLinks() throws Exception {
    Path far = Files.createSymbolicLink(folder.resolve("far"), LAUNCHER);
    Path near = Files.createSymbolicLink(folder.resolve("near"), Path.of("far"));

    Outcome outcome = run(Map.of(), near, "--version");

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).startsWith("wattflow 0.").contains("Java ");
    assertThat(far).isSymbolicLink();
  }

  @Test
  void exitCodesAndErrorLinesPassThrough() throws Exception {
    Outcome outcome = run(Map.of(), LAUNCHER, "demo", "--frob");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).hasLineCount(1).contains("--frob");
  }

  @Test
  void theStreamNamesAWrongOption() throws Exception {
    Outcome unknown = run(Map.of(), LAUNCHER, "stream", "--frob=1");
    assertThat(unknown.exitCode()).as(unknown.output()).isEqualTo(2);
    assertThat(unknown.output()).hasLineCount(1).contains("--frob");

    Outcome runner = run(Map.of(), LAUNCHER, "stream", "--runner=spark");
    assertThat(runner.exitCode()).isEqualTo(2);
    assertThat(runner.output()).hasLineCount(1).contains("--runner=spark");
  }

  @Test
  void aPartThatIsNotThereIsNamedByTheStream() throws Exception {
    Outcome outcome = run(Map.of(), LAUNCHER, "stream", "--bootstrapServers=127.0.0.1:1");

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
    assertThat(outcome.output().lines().filter(line -> line.startsWith("wattflow stream: ")))
        .singleElement()
        .asString()
        .contains("127.0.0.1:1");
  }

  @Test
  void aJavaThatIsTooOldIsNamed() throws Exception {
    Path java = folder.resolve("old").resolve("bin").resolve("java");
    script(java, "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

    Outcome outcome =
        run(Map.of("JAVA_HOME", folder.resolve("old").toString()), LAUNCHER, "--version");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).hasLineCount(1).contains("Java 11").contains("17 or newer");
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() throws Exception {
    Outcome outcome = run(Map.of("JAVA_HOME", folder.toString()), LAUNCHER, "--version");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).hasLineCount(1).contains("JAVA_HOME=" + folder);
  }

  @Test
  void whatIsNotBuiltIsNamedIfItMayNotBeBuilt() throws Exception {
    Outcome outcome = run(Map.of(), copyInAnEmptyClone(), "--version");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).hasLineCount(1).contains("schemas is not built");
  }

  @Test
  void aMissingMavenIsNamedBeforeABuild() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("bash", "dirname", "readlink", "sed", "find", "mkdir")) {
      Files.createSymbolicLink(tools.resolve(tool), find(tool));
    }
    Map<String, String> environment =
        Map.of(
            "PATH", tools.toString(),
            "JAVA_HOME", System.getProperty("java.home"),
            "WATTFLOW_NO_BUILD", "");

    Outcome outcome = run(environment, copyInAnEmptyClone(), "--version");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).hasLineCount(1).contains("no mvn found").contains("3.8");
  }

  private Path copyInAnEmptyClone() throws IOException {
    Path copy = folder.resolve("clone").resolve("bin").resolve("wattflow");
    script(copy, Files.readString(LAUNCHER, StandardCharsets.UTF_8));
    return copy;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text.startsWith("#!") ? text : "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static Path find(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(path -> Path.of(path, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
