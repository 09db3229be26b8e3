package io.wattflow.integration.kit;

import io.wattflow.platform.Part;
import io.wattflow.platform.Platform;
import io.wattflow.platform.PlatformConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Owns the environment: real Kafka, ClickHouse and Redis on free ports, started once for all tests
 * of a run and stopped after the last. A test takes a {@link Scenario}, which has topics, tables
 * and a folder of its own; when the test fails, the ends of the logs are shown.
 */
public final class WattflowExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(WattflowExtension.class);

  /** The project's root folder. */
  static final Path HOME = Path.of(System.getProperty(PlatformConfig.HOME_PROPERTY, ".."));

  private static final Path FOLDER =
      HOME.resolve(Path.of("integration-tests", "target", "scenarios")).toAbsolutePath();

  /** Closed with the root of the tests. */
  private record Parts(Platform platform) implements AutoCloseable {
    static Parts start() {
      Path folder = FOLDER.resolve("parts");
      try {
        Folders.remove(FOLDER);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Parts(Platform.start(PlatformConfig.small(folder).withHome(HOME)));
    }

    List<Part> all() {
      return List.of(platform.kafka(), platform.clickHouse(), platform.redis());
    }

    @Override
    public void close() {
      platform.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scenario.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Parts parts =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Parts.class, key -> Parts.start(), Parts.class);
    // A scenario that failed may have left one dead.
    parts.all().stream().filter(part -> !part.isHealthy()).forEach(Part::restart);
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Scenario.class,
            key -> {
              String name = name(context);
              return Scenario.begin(parts.platform(), FOLDER.resolve(name), name);
            },
            Scenario.class);
  }

  /** Of class and test, in letters that topics and databases may have. */
  private static String name(ExtensionContext context) {
    String scenario = context.getRequiredTestClass().getSimpleName().replaceFirst("IT$", "");
    // Only one of several is told apart by its name.
    String run = context.getDisplayName().startsWith("[") ? context.getDisplayName() : "";
    String plain = (scenario + run).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return plain.replaceAll("^_|_$", "");
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Scenario scenario = context.getStore(NAMESPACE).get(Scenario.class, Scenario.class);
    if (scenario != null && context.getExecutionException().isPresent()) {
      System.err.println(scenario.logTails());
    }
  }
}
