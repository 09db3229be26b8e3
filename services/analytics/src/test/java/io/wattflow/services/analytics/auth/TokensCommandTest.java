package io.wattflow.services.analytics.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of {@code wattflow tokens} see. */
class TokensCommandTest {
  private record Outcome(int exitCode, String out, String err) {}

  private final Path folder;

  TokensCommandTest(@TempDir Path folder) {
    this.folder = folder.resolve("new/keys");
  }

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = TokensCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private Outcome init() {
    return run("init", "--dir=" + folder);
  }

  private String key() {
    return "--key=" + folder.resolve("token-key.json");
  }

  private Caller caller(String token, Optional<String> issuer) throws Exception {
    AuthOptions options =
        new AuthOptions("jwks:" + folder.resolve("jwks.json"), issuer, Optional.empty());
    try (Authenticator authenticator = options.open()) {
      return authenticator
          .authenticate("Bearer " + token)
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  @Test
  void aTokenOfAMadeKeyHolds() throws Exception {
    Outcome made = init();
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out()).isEmpty();
    assertThat(made.err()).contains("tokens issue --key=", "--auth=jwks:");
    assertThat(Files.getPosixFilePermissions(folder.resolve("token-key.json")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(Files.readString(folder.resolve("jwks.json"))).doesNotContain("\"d\"");

    Outcome issued = run("issue", key(), "--user=1042", "--for=1h", "--issuer=me");
    assertThat(issued.exitCode()).as(issued.err()).isZero();
    String token = issued.out().strip();
    assertThat(issued.out()).as("alone, to be piped").isEqualTo(token + System.lineSeparator());
    assertThat(issued.err()).contains("user 1042").doesNotContain(token);
    assertThat(caller(token, Optional.of("me"))).isEqualTo(Caller.of(1042));
  }

  @Test
  void aKeyIsNotOverwritten() throws Exception {
    init();
    String before = Files.readString(folder.resolve("token-key.json"));
    Outcome again = init();
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err().lines()).hasSize(1);
    assertThat(again.err()).startsWith("wattflow tokens init: ").contains("is there already");
    assertThat(Files.readString(folder.resolve("token-key.json"))).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "--user=0, --for=1h, --user",
    "--user=-1, --for=1h, --user",
    "--user=abc, --for=1h, --user",
    "--user=1, --for=367d, --for",
    "--user=1, --for=1ms, --for",
    "--user=1, --for=soon, --for",
  })
  void aWrongCommandLineNamesTheOption(String user, String validity, String option) {
    init();
    Outcome outcome = run("issue", key(), user, validity);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).contains(option);
  }

  @Test
  void aMissingOrOtherKeyIsSaid() throws Exception {
    Outcome missing = run("issue", key(), "--user=1");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("no such file", "tokens init");
    init();
    Outcome publicKey = run("issue", "--key=" + folder.resolve("jwks.json"), "--user=1");
    assertThat(publicKey.exitCode()).isEqualTo(1);
    assertThat(publicKey.err()).contains("is not the private key");
    assertThat(run().exitCode()).isEqualTo(2);
  }
}
