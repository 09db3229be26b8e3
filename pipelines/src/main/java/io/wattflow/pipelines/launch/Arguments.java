package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.options.OptionException;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Command-line arguments of a pipeline: {@code --name=value} each. */
public final class Arguments {
  private final List<String> arguments;

  private Arguments(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /** The arguments as given. */
  public static Arguments of(String... arguments) {
    return new Arguments(List.of(arguments));
  }

  /** Whether help is asked for. */
  public boolean wantHelp() {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /** Whether the option {@code name} is given. */
  public boolean has(String name) {
    return arguments.stream()
        .anyMatch(given -> given.equals("--" + name) || given.startsWith("--" + name + "="));
  }

  /** These arguments and the defaults, by name, of those options that are not given. */
  public Arguments withDefaults(Map<String, String> defaults) {
    List<String> all = new ArrayList<>(arguments);
    defaults.forEach(
        (name, value) -> {
          if (!has(name)) {
            all.add("--" + name + "=" + value);
          }
        });
    return new Arguments(all);
  }

  /**
   * Reads the arguments into options.
   *
   * @throws OptionException if an argument is no option, or its value has the wrong type
   */
  public <T extends PipelineOptions> T as(Class<T> type) {
    Set<String> known = new LinkedHashSet<>(describe(type).keySet());
    for (String argument : arguments) {
      if (!argument.startsWith("--")) {
        throw new IllegalArgumentException(
            argument + ": is no option; options are written --name=value");
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      if (!known.contains(name)) {
        throw new IllegalArgumentException("--" + name + ": unknown option; see --help");
      }
    }
    try {
      return PipelineOptionsFactory.fromArgs(arguments.toArray(new String[0])).as(type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(culprit(e), e);
    }
  }

  private String culprit(IllegalArgumentException failure) {
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return arguments.stream()
        .filter(argument -> argument.contains("="))
        .filter(argument -> message.contains(argument.substring(argument.indexOf('=') + 1)))
        .findFirst()
        .map(argument -> argument + ": " + message)
        .orElse(message);
  }

  /** A help page of the options that {@code type} and its parents declare. */
  public static String help(String usage, Class<? extends PipelineOptions> type) {
    StringBuilder page = new StringBuilder(usage).append("\n\nOptions:\n");
    describe(type)
        .forEach(
            (name, method) -> {
              Description description = method.getAnnotation(Description.class);
              if (description != null
                  && method.getDeclaringClass().getName().startsWith("io.wattflow.")) {
                page.append("  --").append(name).append('=').append(defaultOf(method)).append('\n');
                page.append("      ").append(description.value()).append('\n');
              }
            });
    return page.append("\nOptions of Beam and of the runner are taken as well.\n").toString();
  }

  private static Map<String, Method> describe(Class<?> type) {
    Map<String, Method> getters = new TreeMap<>();
    for (Method method : type.getMethods()) {
      String name = method.getName();
      if (method.getParameterCount() == 0 && name.startsWith("get") && name.length() > 3) {
        getters.put(Introspector.decapitalize(name.substring(3)), method);
      } else if (method.getParameterCount() == 0 && name.startsWith("is") && name.length() > 2) {
        getters.put(Introspector.decapitalize(name.substring(2)), method);
      }
    }
    return getters;
  }

  private static String defaultOf(Method getter) {
    if (getter.isAnnotationPresent(Default.String.class)) {
      return getter.getAnnotation(Default.String.class).value();
    }
    if (getter.isAnnotationPresent(Default.Integer.class)) {
      return Integer.toString(getter.getAnnotation(Default.Integer.class).value());
    }
    if (getter.isAnnotationPresent(Default.Boolean.class)) {
      return Boolean.toString(getter.getAnnotation(Default.Boolean.class).value());
    }
    return "";
  }
}
