package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in a file that people, commands and services share. */
class FileApiKeyStoreTest extends ApiKeyStoreContract {
  private static final Duration OFTEN = Duration.ofMillis(10);

  private final Path folder;
  private Path path;
  private FileApiKeyStore store;

  FileApiKeyStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void open() {
    path = folder.resolve("below/keys.json");
    new KeyFile(path).createIfMissing();
    store = FileApiKeyStore.open(path, OFTEN);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  ApiKeyStore store() {
    return store;
  }

  @Test
  void aMissingFileIsAnErrorWithTheRemedy() {
    Path nowhere = folder.resolve("nowhere.json");

    assertThatThrownBy(() -> FileApiKeyStore.open(nowhere))
        .isInstanceOf(ApiKeyStoreException.class)
        .hasMessageContaining(nowhere.toString())
        .hasMessageContaining("bin/wattflow keys create --user=<id> --file=" + nowhere);
  }

  @Test
  void whatAnotherProcessWritesCountsSoon() {
    IssuedKey key = IssuedKey.of(7);
    try (FileApiKeyStore other = FileApiKeyStore.open(path)) {
      other.put(key.key());
      await().until(() -> key.key().equals(store.find(key.id()).join()));

      other.remove(key.id());
      await().until(() -> store.find(key.id()).join() == null);
    }
  }

  @Test
  void aFileThatIsEditedInPlaceIsReadAgain() throws IOException {
    IssuedKey key = IssuedKey.of(7);
    store.put(key.key());

    Files.writeString(path, Files.readString(path).replace(": 7", ": 8"));

    await().until(() -> userOf(key) == 8);
  }

  @Test
  void aBrokenFileLeavesTheKeysAsTheyWereAndTellsWhere() throws IOException {
    IssuedKey key = IssuedKey.of(7);
    store.put(key.key());
    String good = Files.readString(path);

    Files.writeString(path, good.replace(": 7", ": \"seven\""));
    await().until(() -> store.problem().isPresent());

    assertThat(store.problem().orElseThrow())
        .startsWith(path.toString())
        .contains("line " + lineOf(good, "user_id"))
        .contains("user_id must be a whole number");
    assertThat(userOf(key)).isEqualTo(7);
    assertThatThrownBy(() -> store.put(IssuedKey.of(8).key()))
        .isInstanceOf(ApiKeyStoreException.class)
        .hasMessageContaining("user_id");

    Files.writeString(path, good.replace(": 7", ": 9"));
    await().until(() -> store.problem().isEmpty());
    assertThat(userOf(key)).isEqualTo(9);
  }

  @Test
  void aFileThatIsGoneRevokesNothing() throws IOException {
    IssuedKey key = IssuedKey.of(7);
    store.put(key.key());
    Path aside = folder.resolve("aside.json");

    Files.move(path, aside);
    await().until(() -> store.problem().isPresent());
    assertThat(store.problem().orElseThrow()).contains("no such file");
    assertThat(store.find(key.id()).join()).isEqualTo(key.key());

    Files.move(aside, path);
    await().until(() -> store.problem().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                          | line 1: the file must read",
        "[]                                          | line 1: the file must read",
        "{                                           | line 1",
        "{}                                          | line 1: the file must read",
        "{\"key\": []}                               | line 1: key is not known here",
        "{\"keys\": {}}                              | line 1: the file must read",
        "{\"keys\": [7]}                             | line 1: a key must be an object",
        "{\"keys\": []} {}                           | line 1: nothing may follow",
        "{\"keys\": [], \"more\": 1}                 | line 1: the file must read",
        "{\"keys\": [~{\"id\": null}]}               | line 2: id must be a text",
        "{\"keys\": [~~{\"id\": \"A\"}]}             | line 3: secret_sha256 is missing",
        "{\"keys\": [{~\"id\": \"A\",~\"id\": 2}]}   | line 3: Duplicate field 'id'",
        "{\"keys\": [{\"user_id\": {}}]}             | line 1: user_id must be a text",
        "{\"keys\": [{\"user_id\": 1e3}]}            | line 1: user_id must be a text",
        "{\"keys\": [{},~{\"expire\": 1},~]}         | line 1: id is missing",
        "{\"keys\": [~{\"expire\": 1}]}              | line 2: expire is no field",
      })
  void everyFaultIsNamedWithLineAndField(String text, String message) throws IOException {
    Files.writeString(path, text.strip().replace('~', '\n'));

    assertThatThrownBy(() -> FileApiKeyStore.open(path))
        .isInstanceOf(ApiKeyStoreException.class)
        .hasMessageStartingWith(path + ", ")
        .hasMessageContaining(message.strip());
  }

  @Test
  void twoKeysOfOneIdAreAnError() throws IOException {
    store.put(IssuedKey.of(7).key());
    String text = Files.readString(path);
    String key = text.substring(text.indexOf('[') + 1, text.lastIndexOf(']'));

    Files.writeString(path, "{\"keys\": [" + key + "," + key + "]}");

    assertThatThrownBy(() -> FileApiKeyStore.open(path))
        .hasMessageContaining("id is the same as that of a key above");
  }

  @Test
  void peopleCanReadTheFileAndFindNoSecretInIt() throws IOException {
    IssuedKey key = IssuedKey.of(7);
    store.put(key.key());

    String token = key.token().reveal();
    assertThat(Files.readString(path))
        .contains("\"id\" : \"" + key.id() + "\"", "\"user_id\" : 7", "2026-11-26T12:00:00Z")
        .doesNotContain(token.substring(token.lastIndexOf('_') + 1))
        .endsWith("}\n");
  }

  @Test
  void onlyTheOwnerMayReadItAndNothingElseIsLeft() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    store.put(IssuedKey.of(7).key());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder.resolve("below"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("keys.json", "keys.json.lock");
    }
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path link = folder.resolve("link.json");
    Files.createSymbolicLink(link, path);
    IssuedKey key = IssuedKey.of(7);
    try (FileApiKeyStore linked = FileApiKeyStore.open(link)) {
      linked.put(key.key());
    }

    assertThat(link).isSymbolicLink();
    await().until(() -> key.key().equals(store.find(key.id()).join()));
  }

  @Test
  void writersLoseNothingOfEachOtherWhileReadersSeeWholeFilesOnly() throws Exception {
    IssuedKey always = IssuedKey.of(1);
    store.put(always.key());
    int writers = 3;
    int each = 20;
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<ApiKey>>> written = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        written.add(threads.submit(() -> write(each)));
      }
      Callable<Long> reader =
          () -> {
            long lookups = 0;
            do {
              assertThat(store.find(always.id()).join()).isEqualTo(always.key());
              assertThat(store.problem()).isEmpty();
              lookups++;
            } while (!ended.get());
            return lookups;
          };
      List<Future<Long>> readers = List.of(threads.submit(reader), threads.submit(reader));
      List<ApiKey> all = new ArrayList<>();
      for (Future<List<ApiKey>> keys : written) {
        all.addAll(keys.get());
      }
      ended.set(true);
      for (Future<Long> lookups : readers) {
        assertThat(lookups.get()).isPositive();
      }
      await().until(() -> store.list().size() == 1 + writers * each);
      assertThat(store.list()).containsAll(all);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<ApiKey> write(int count) {
    List<ApiKey> keys = new ArrayList<>();
    try (FileApiKeyStore own = FileApiKeyStore.open(path, OFTEN)) {
      for (int i = 0; i < count; i++) {
        ApiKey key = IssuedKey.of(i + 1).key();
        own.put(key);
        keys.add(key);
      }
    }
    return keys;
  }

  private long userOf(IssuedKey key) {
    ApiKey found = store.find(key.id()).join();
    return found == null ? -1 : found.userId();
  }

  private static int lineOf(String text, String word) {
    return (int) text.substring(0, text.indexOf(word)).lines().count();
  }
}
