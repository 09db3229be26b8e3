package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.services.ingestion.auth.Authentication.Granted;
import io.wattflow.services.ingestion.auth.Authentication.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of {@code wattflow keys} see. */
class KeysCommandTest {
  private record Outcome(int exitCode, String out, String err) {}

  private final Path folder;

  KeysCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = KeysCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private static Outcome succeed(String... args) {
    Outcome outcome = run(args);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome;
  }

  @Test
  void aKeyOfAFileIsMadeUsedShownAndRevoked() throws Exception {
    String where = "--file=" + folder.resolve("new/keys.json");
    String token = create(where);
    try (Authenticator door =
        Authenticator.keys(FileApiKeyStore.open(folder.resolve("new/keys.json")))) {
      assertThat(answer(door, token)).isInstanceOf(Granted.class);
    }

    showAndRevoke(where, token);

    try (Authenticator door =
        Authenticator.keys(FileApiKeyStore.open(folder.resolve("new/keys.json")))) {
      assertThat(answer(door, token)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void aKeyOfARedisIsMadeUsedShownAndRevoked() throws Exception {
    try (RedisNode node = RedisNode.start(PlatformConfig.small(folder))) {
      String where = "--redis=" + node.uri();
      String token = create(where);
      try (Authenticator door = Authenticator.keys(RedisApiKeyStore.at(node.uri().toString()))) {
        assertThat(answer(door, token))
            .isEqualTo(
                new Granted(
                    new Client(
                        token.substring(3, 15), OptionalLong.of(42), OptionalInt.of(5_000))));
      }

      showAndRevoke(where, token);

      try (Authenticator door = Authenticator.keys(RedisApiKeyStore.at(node.uri().toString()))) {
        assertThat(answer(door, token)).isInstanceOf(Refused.class);
      }
    }
  }

  private static String create(String where) {
    Outcome created =
        succeed("create", "--user=42", "--rate=5000", "--note=Anna's roof", "--expires=90d", where);
    String token = created.out().strip();
    assertThat(created.out()).as("alone, to be piped").isEqualTo(token + System.lineSeparator());
    assertThat(ApiKeyToken.parse(token)).isPresent();
    assertThat(created.err())
        .contains(token.substring(3, 15), "user 42", "until 20", "only now")
        .doesNotContain(token.substring(16));
    return token;
  }

  private static void showAndRevoke(String where, String token) {
    String id = token.substring(3, 15);
    Outcome list = succeed("list", where);
    assertThat(list.out().lines()).hasSize(2);
    assertThat(list.out())
        .contains("KEY", id, "42", "5000", "Anna's roof")
        .doesNotContain(token.substring(16));
    assertThat(list.err()).isEmpty();

    Outcome revoked = succeed("revoke", id, where);
    assertThat(revoked.out()).isEmpty();
    assertThat(revoked.err()).contains(id, "revoked");

    Outcome again = run("revoke", id, where);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err().lines()).hasSize(1);
    assertThat(again.err()).startsWith("wattflow keys revoke: ").contains("no key " + id);

    Outcome empty = succeed("list", where);
    assertThat(empty.out()).isEmpty();
    assertThat(empty.err()).contains("no keys");
  }

  private static Authentication answer(Authenticator door, String token) throws Exception {
    return door.authenticate(null, token, () -> "").get(5, TimeUnit.SECONDS);
  }

  @Test
  void theListTellsOfKeysThatHaveNoQuotaNoEndOrAreOver() throws IOException {
    Path file = folder.resolve("keys.json");
    try (FileApiKeyStore store = FileApiKeyStore.openOrCreate(file)) {
      store.put(IssuedKey.of(1).key());
      store.put(IssuedKey.expiring(2, IssuedKey.CREATED.minusSeconds(9_000_000)).key());
    }

    String out = succeed("list", "--file=" + file).out();

    assertThat(out).containsPattern("\\b1 .*2026-11-26T12:00:00Z +never +default");
    assertThat(out).containsPattern("\\b2 .*2026-11-26T12:00:00Z +expired +default");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create --file=k                                    | --user",
        "create --user=1                                    | --redis",
        "create --user=1 --file=k --redis=redis://h:1       | mutually exclusive",
        "create --user=0 --file=k                           | '--user': must be at least 1",
        "create --user=x --file=k                           | --user",
        "create --user=1 --rate=0 --file=k                  | '--rate': must be from 1",
        "create --user=1 --rate=x --file=k                  | --rate",
        "create --user=1 --expires=soon --file=k            | --expires",
        "create --user=1 --expires=1999-01-01T00:00:00Z --file=k | has passed",
        "create --user=1 --redis=http://u:hidden@h          | redis://host:port",
        "list                                               | --file",
        "list --frob --file=k                               | --frob",
        "revoke --file=k                                    | <keyId>",
        "revoke short --file=k                              | 12 characters",
        "revoke abcdefgh2345 also --file=k                  | also",
        "frob                                               | frob",
      })
  void aWrongCommandLineIsOneLineThatNamesTheOptionAndExitCode2(String line, String culprit)
      throws IOException {
    Outcome outcome =
        run(line.strip().replace("--file=k", "--file=" + folder.resolve("k")).split(" +"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("wattflow keys")
        .contains(culprit.strip())
        .contains("--help")
        .doesNotContain("hidden");
    assertThat(outcome.out()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aWholeKeyInsteadOfItsIdIsNotRepeated() {
    String token = ApiKeyToken.generate().reveal();
    Outcome outcome = run("revoke", token, "--file=" + folder.resolve("k"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("12 characters").doesNotContain(token.substring(16));
  }

  @Test
  void aMissingFileIsOneLineWithTheRemedyAndExitCode1() {
    for (String command : new String[] {"list", "revoke abcdefgh2345"}) {
      Outcome outcome = run((command + " --file=" + folder.resolve("nowhere.json")).split(" ", -1));
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err().lines()).hasSize(1);
      assertThat(outcome.err()).contains("nowhere.json", "bin/wattflow keys create");
    }
  }

  @Test
  void aRedisThatIsAwayIsOneLineAndExitCode1() {
    // Port 1 is the one where nobody ever listens.
    Outcome outcome = run("create", "--user=1", "--redis=redis://127.0.0.1:1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("wattflow keys create: ").contains("127.0.0.1:1");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aKeyThatCannotBePrintedIsNamedForRevocation() {
    StringWriter err = new StringWriter();
    PrintWriter closed = new PrintWriter(Writer.nullWriter());
    closed.close();

    int exitCode =
        KeysCommand.run(
            closed,
            new PrintWriter(err, true),
            "create",
            "--user=1",
            "--file=" + folder.resolve("keys.json"));

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).containsPattern("revoke [a-z2-7]{12} and make another");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "list", "revoke"})
  void everyCommandIsInTheHelpAndHasOne(String command) {
    assertThat(succeed("--help").out()).contains("  " + command + " ");
    assertThat(succeed(command, "--help").out())
        .startsWith("Usage: wattflow keys " + command)
        .contains("--file", "--redis");
  }

  @Test
  void withoutACommandThereIsHelpAndExitCode2() {
    Outcome outcome = run();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).startsWith("Usage: wattflow keys");
  }
}
