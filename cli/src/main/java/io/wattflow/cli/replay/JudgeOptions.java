package io.wattflow.cli.replay;

import io.wattflow.cli.Durations;
import io.wattflow.cli.WrongOption;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.wire.DecoderOptions;
import io.wattflow.schemas.wire.RegistryOptions;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the stream accepts: its options, by the same names and with the same defaults. */
@Command(defaultValueProvider = JudgeOptions.Defaults.class)
final class JudgeOptions {
  private static final int LEAST_PAYLOAD = 64;
  private static final int GREATEST_PAYLOAD = 1 << 30;

  @Option(
      names = {"--maxAge", "--max-age"},
      paramLabel = "<duration>",
      description = "As the stream has it. Default: ${DEFAULT-VALUE}")
  private Duration maxAge = ValidationLimits.defaults().maxAge();

  @Option(
      names = {"--maxFutureSkew", "--max-future-skew"},
      paramLabel = "<duration>",
      description = "As the stream has it. Default: ${DEFAULT-VALUE}")
  private Duration maxFutureSkew = ValidationLimits.defaults().maxFutureSkew();

  @Option(
      names = {"--maxPayloadBytes", "--max-payload-bytes"},
      paramLabel = "<n>",
      description = "As the stream has it. Default: ${DEFAULT-VALUE}")
  private int maxPayloadBytes = DecoderOptions.DEFAULT_MAX_PAYLOAD_BYTES;

  @Option(
      names = {"--schemaRegistryUrl", "--schema-registry-url"},
      paramLabel = "<url>",
      description = "As the stream has it. Default: none")
  private @Nullable String schemaRegistryUrl;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  /** The defaults of the validator and of the decoder, as they are written on a command line. */
  static final class Defaults implements IDefaultValueProvider {
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
      ValidationLimits limits = ValidationLimits.defaults();
      return switch (argument instanceof OptionSpec option ? option.names()[0] : "") {
        case "--maxAge" -> Durations.write(limits.maxAge());
        case "--maxFutureSkew" -> Durations.write(limits.maxFutureSkew());
        case "--maxPayloadBytes" -> Integer.toString(DecoderOptions.DEFAULT_MAX_PAYLOAD_BYTES);
        default -> null;
      };
    }
  }

  /** Checks the options. */
  Judge judge(Clock clock) {
    return new Judge(decoder(), limits(), clock);
  }

  private DecoderOptions decoder() {
    if (maxPayloadBytes < LEAST_PAYLOAD || maxPayloadBytes > GREATEST_PAYLOAD) {
      throw WrongOption.of(
          mixee, "--maxPayloadBytes", maxPayloadBytes, "must be from 64 to 1073741824");
    }
    DecoderOptions options = DecoderOptions.DEFAULTS.withMaxPayloadBytes(maxPayloadBytes);
    if (schemaRegistryUrl == null) {
      return options;
    }
    try {
      return options.withRegistry(RegistryOptions.at(schemaRegistryUrl));
    } catch (IllegalArgumentException e) {
      // Not the value: it may hold a password.
      throw WrongOption.of(
          mixee, "--schemaRegistryUrl", "...", "write http://host:port or https://host:port");
    }
  }

  private ValidationLimits limits() {
    ValidationLimits limits = ValidationLimits.defaults();
    try {
      limits = limits.withMaxAge(maxAge);
    } catch (IllegalArgumentException e) {
      throw WrongOption.of(mixee, "--maxAge", maxAge, "must be from 0s to 36500d");
    }
    try {
      return limits.withMaxFutureSkew(maxFutureSkew);
    } catch (IllegalArgumentException e) {
      throw WrongOption.of(mixee, "--maxFutureSkew", maxFutureSkew, "must be from 0s to 36500d");
    }
  }
}
