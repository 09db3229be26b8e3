package io.wattflow.services.ingestion.auth;

import io.wattflow.services.http.ServiceCommandLine;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code wattflow keys}. Exit codes: 0 done, 1 it failed (one line on the error stream says why), 2
 * the command line is wrong (one line names the option).
 */
@Command(
    name = "wattflow keys",
    description = "Make, show and revoke the API keys of the ingestion service.",
    synopsisSubcommandLabel = "<command>",
    commandListHeading = "%nCommands:%n",
    mixinStandardHelpOptions = true,
    subcommands = {KeysCommand.Create.class, KeysCommand.Show.class, KeysCommand.Revoke.class})
public final class KeysCommand {
  private KeysCommand() {}

  public static void main(String[] args) {
    ServiceCommandLine.main(KeysCommand::run, args);
  }

  /** Runs one command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return ServiceCommandLine.runGroup(
        ServiceCommandLine.of(new KeysCommand(), out, err, Set.of(ApiKeyStoreException.class)),
        args);
  }

  /** {@code wattflow keys create}. */
  @Command(
      name = "create",
      description = {
        "Make a key that may write for one user's devices.",
        "Prints it on the standard output, once: only a digest of it is kept."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Create implements Callable<Integer> {
    @Option(
        names = "--user",
        paramLabel = "<id>",
        required = true,
        description = "Whose devices it may write for; at least 1.")
    private long user;

    @Option(
        names = "--rate",
        paramLabel = "<n>",
        description = "Quota in readings a second. Default: the service's")
    private @Nullable Integer rate;

    @Option(
        names = "--note",
        paramLabel = "<text>",
        description = "To remember what it is for; up to 200 characters.")
    private @Nullable String note;

    @Option(
        names = "--expires",
        paramLabel = "<when>",
        converter = ExpiryConverter.class,
        description = "A duration from now (12h, 90d) or an instant. Default: never")
    private @Nullable Instant expires;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private @Nullable KeyStoreOptions options;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      CommandLine line = Objects.requireNonNull(spec).commandLine();
      ApiKeyToken token = ApiKeyToken.generate();
      ApiKey key = key(token, line);
      try (ApiKeyStore store = Objects.requireNonNull(options).openOrCreate()) {
        store.put(key);
      }
      line.getErr()
          .printf(
              "Key %s writes for the devices of user %d%s. It is shown only now:%n",
              key.id(), user, key.expiresAt().map(end -> " until " + end).orElse(""));
      line.getErr().flush();
      line.getOut().println(token.reveal());
      if (line.getOut().checkError()) {
        throw new ApiKeyStoreException(
            "the key could not be printed: revoke " + key.id() + " and make another");
      }
      return ExitCode.OK;
    }

    private ApiKey key(ApiKeyToken token, CommandLine line) {
      try {
        return new ApiKey(
            token.keyId(),
            token.digest(),
            user,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            rate == null ? OptionalInt.empty() : OptionalInt.of(rate),
            Optional.ofNullable(note),
            Optional.ofNullable(expires));
      } catch (InvalidApiKeyException e) {
        String option =
            switch (e.field()) {
              case ApiKeyFields.USER_ID -> "--user";
              case ApiKeyFields.READINGS_PER_SECOND -> "--rate";
              case ApiKeyFields.NOTE -> "--note";
              default -> throw e;
            };
        throw new ParameterException(
            line, "Invalid value for option '%s': %s".formatted(option, e.rule()));
      }
    }
  }

  /** {@code wattflow keys list}. */
  @Command(
      name = "list",
      description = "Show the keys, without what is secret, oldest first.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Show implements Callable<Integer> {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private @Nullable KeyStoreOptions options;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      CommandLine line = Objects.requireNonNull(spec).commandLine();
      List<ApiKey> keys;
      try (ApiKeyStore store = Objects.requireNonNull(options).open()) {
        keys = store.list();
      }
      if (keys.isEmpty()) {
        line.getErr().println("There are no keys.");
        return ExitCode.OK;
      }
      String form = "%-12s  %10s  %-20s  %-20s  %10s  %s%n";
      line.getOut().printf(form, "KEY", "USER", "CREATED", "EXPIRES", "RATE", "NOTE");
      Instant now = Instant.now();
      for (ApiKey key : keys) {
        line.getOut()
            .printf(
                form,
                key.id(),
                key.userId(),
                key.createdAt(),
                key.isExpired(now)
                    ? "expired"
                    : key.expiresAt().map(Instant::toString).orElse("never"),
                key.readingsPerSecond().isPresent()
                    ? key.readingsPerSecond().getAsInt()
                    : "default",
                key.note().orElse(""));
      }
      return ExitCode.OK;
    }
  }

  /** {@code wattflow keys revoke}. */
  @Command(
      name = "revoke",
      description = "Remove a key: services refuse it within 2 s (--file) or 60 s (--redis).",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Revoke implements Callable<Integer> {
    @Parameters(
        paramLabel = "<keyId>",
        description = "The 12 characters after wf_, as `wattflow keys list` shows them.")
    private String keyId = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private @Nullable KeyStoreOptions options;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      CommandLine line = Objects.requireNonNull(spec).commandLine();
      KeyStoreOptions where = Objects.requireNonNull(options);
      if (!ApiKeyToken.isKeyId(keyId)) {
        // Not the value: it may be the whole key.
        throw new ParameterException(
            line, "Invalid value for '<keyId>': give the 12 characters after wf_, and no more");
      }
      try (ApiKeyStore store = where.open()) {
        if (!store.remove(keyId)) {
          throw new ApiKeyStoreException(
              "there is no key " + keyId + "; `wattflow keys list` shows what there is");
        }
      }
      line.getErr()
          .printf("Key %s is revoked; services notice within %s.%n", keyId, where.noticedWithin());
      return ExitCode.OK;
    }
  }
}
