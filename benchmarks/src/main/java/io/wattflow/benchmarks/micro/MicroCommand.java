package io.wattflow.benchmarks.micro;

import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.harness.Conditions;
import io.wattflow.benchmarks.harness.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code wattflow bench micro}: all that is not an option of ours is JMH's. */
@Command(
    name = "micro",
    customSynopsis = "@|bold wattflow bench micro|@ [--force] [JMH arguments]",
    description = {
      "The steps of the hot path one by one, on one thread, under JMH.",
      "Figures are ns per reading, or per what a name says (minutePerRow). Without arguments, all"
          + " run, 9 s each: 1 fork, 3 s of warm-up, 5 s measured."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "JMH arguments, among others:",
      "  <regex>          Only benchmarks whose names contain it, such as Decode.",
      "  -l               List all of them.",
      "  -f, -wi, -i <n>  Forks, warm-up iterations, iterations.",
      "  -p readings=6    One value of a parameter.",
      "  -prof gc         Bytes allocated for each reading.",
      "  -rff <file>      Where the results go. Default: .wattflow/bench/results.",
      "  -rf <format>     Their format: text, csv, scsv, json, latex. Default: json.",
      "  -h               All arguments of JMH.",
    })
public final class MicroCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Spec private @Nullable CommandSpec spec;

  // Not the usual mixin: -h is JMH's.
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--force", description = "Measure although another load is on the machine.")
  private boolean force;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    CommandLineOptions jmh = parse();
    if (answered(jmh)) {
      return 0;
    }
    Conditions.requireQuiet(force).ifPresent(note -> System.out.println("note: " + note));
    ResultFormatType format = jmh.getResultFormat().orElse(ResultFormatType.JSON);
    Path file = resultFile(jmh, format);
    run(
        new Runner(
            new OptionsBuilder()
                .parent(jmh)
                .resultFormat(format)
                .result(file.toString())
                .shouldFailOnError(true)
                .build()));
    System.out.println("machine: " + Machine.here());
    System.out.println("written: " + file);
    return 0;
  }

  private CommandLineOptions parse() {
    try {
      return new CommandLineOptions(arguments.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      if (spec == null) {
        throw new BenchException(String.valueOf(e.getMessage()), e);
      }
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Answers a question about JMH or the benchmarks, if there was one. */
  private static boolean answered(CommandLineOptions jmh) throws IOException {
    if (jmh.shouldHelp()) {
      jmh.showHelp();
    } else if (jmh.shouldList()) {
      new Runner(jmh).list();
    } else if (jmh.shouldListWithParams()) {
      new Runner(jmh).listWithParams(jmh);
    } else if (jmh.shouldListProfilers()) {
      jmh.listProfilers();
    } else if (jmh.shouldListResultFormats()) {
      jmh.listResultFormats();
    } else {
      return false;
    }
    return true;
  }

  private static Path resultFile(CommandLineOptions jmh, ResultFormatType format)
      throws IOException {
    String name =
        "micro-" + STAMP.format(Instant.now()) + "." + format.name().toLowerCase(Locale.ROOT);
    Path file =
        jmh.getResult().hasValue()
            ? Path.of(jmh.getResult().get())
            : Bench.projectRoot()
                .resolve(".wattflow")
                .resolve("bench")
                .resolve("results")
                .resolve(name);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return file;
  }

  private static void run(Runner runner) {
    // JMH ends its forks when they are done, and not when it is told to stop.
    Thread endForks =
        new Thread(
            () -> ProcessHandle.current().children().forEach(ProcessHandle::destroy), "end-forks");
    Runtime.getRuntime().addShutdownHook(endForks);
    try {
      runner.run();
      Runtime.getRuntime().removeShutdownHook(endForks);
    } catch (NoBenchmarksException e) {
      throw new BenchException("no benchmark has such a name: -l lists all of them", e);
    } catch (RunnerException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }
}
