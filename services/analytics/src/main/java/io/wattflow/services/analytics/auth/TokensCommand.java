package io.wattflow.services.analytics.auth;

import io.wattflow.services.http.ServiceCommandLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code wattflow tokens}. Exit codes: 0 done, 1 it failed (one line on the error stream says why),
 * 2 the command line is wrong (one line names the option).
 */
@Command(
    name = "wattflow tokens",
    description = "Make tokens of the analytics service where there is no identity provider.",
    synopsisSubcommandLabel = "<command>",
    commandListHeading = "%nCommands:%n",
    mixinStandardHelpOptions = true,
    subcommands = {TokensCommand.Init.class, TokensCommand.Issue.class})
public final class TokensCommand {
  private static final Duration LONGEST = Duration.ofDays(366);

  private TokensCommand() {}

  public static void main(String[] args) {
    ServiceCommandLine.main(TokensCommand::run, args);
  }

  /** Runs one command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return ServiceCommandLine.runGroup(
        ServiceCommandLine.of(new TokensCommand(), out, err, Set.of(TokenKeyException.class)),
        args);
  }

  /** {@code wattflow tokens init}. */
  @Command(
      name = "init",
      description = {
        "Make a key that signs tokens, and the JWKS for --auth=jwks:<file>.",
        "Who can read the key can see everybody's energy: keep it off the service's machine."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Init implements Callable<Integer> {
    @Option(
        names = "--dir",
        paramLabel = "<folder>",
        required = true,
        description = "Where token-key.json and jwks.json are written; made if need be.")
    private @Nullable Path folder;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      Path where = Objects.requireNonNull(folder);
      TokenKey key = TokenKey.init(where);
      PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
      err.printf("Key %s is made.%n", key.id());
      err.printf(
          "  bin/wattflow tokens issue --key=%s --user=<id>%n",
          where.resolve(TokenKey.PRIVATE_FILE));
      err.printf("  bin/wattflow analytics --auth=jwks:%s%n", where.resolve(TokenKey.PUBLIC_FILE));
      err.flush();
      return ExitCode.OK;
    }
  }

  /** {@code wattflow tokens issue}. */
  @Command(
      name = "issue",
      description = "Print a token for one user on the standard output.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Issue implements Callable<Integer> {
    @Option(
        names = "--key",
        paramLabel = "<file>",
        required = true,
        description = "The token-key.json of `wattflow tokens init`.")
    private @Nullable Path key;

    @Option(
        names = "--user",
        paramLabel = "<id>",
        required = true,
        description = "Whose energy the token shows; at least 1.")
    private long user;

    @Option(
        names = "--for",
        paramLabel = "<duration>",
        defaultValue = "1h",
        description = "How long it holds: 1h, 30d; at most 366d. Default: ${DEFAULT-VALUE}.")
    private Duration validity = Duration.ofHours(1);

    @Option(
        names = "--issuer",
        paramLabel = "<text>",
        description = "Its claim iss, if the service asks for one.")
    private @Nullable String issuer;

    @Option(
        names = "--audience",
        paramLabel = "<text>",
        description = "Its claim aud, if the service asks for one.")
    private @Nullable String audience;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      CommandLine line = Objects.requireNonNull(spec).commandLine();
      require(line, user >= 1, "--user", "must be at least 1");
      boolean fits =
          validity.compareTo(LONGEST) <= 0 && validity.compareTo(Duration.ofSeconds(1)) >= 0;
      require(line, fits, "--for", "must be from 1s to 366d");
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Instant until = now.plus(validity);
      String token =
          TokenKey.read(Objects.requireNonNull(key))
              .issue(user, now, until, Optional.ofNullable(issuer), Optional.ofNullable(audience));
      line.getErr().printf("A token of user %d, until %s:%n", user, until);
      line.getErr().flush();
      line.getOut().println(token);
      return ExitCode.OK;
    }

    private static void require(CommandLine line, boolean holds, String option, String rule) {
      if (!holds) {
        throw new ParameterException(
            line, "Invalid value for option '%s': %s".formatted(option, rule));
      }
    }
  }
}
