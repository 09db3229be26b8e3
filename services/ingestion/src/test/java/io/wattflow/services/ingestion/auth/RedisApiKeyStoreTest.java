package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The store on a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisApiKeyStoreTest extends ApiKeyStoreContract {
  private RedisNode node;
  private UnifiedJedis redis;
  private RedisApiKeyStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
    store = RedisApiKeyStore.at(node.uri().toString());
  }

  @AfterAll
  void stop() {
    store.close();
    node.close();
  }

  // Another one for each test: a restart of Redis cuts its connections.
  @BeforeEach
  void connect() {
    redis = RedisClient.create(node.uri());
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  @Override
  ApiKeyStore store() {
    return store;
  }

  @Test
  void aKeyIsAHashWithoutASecretThatNeverExpiresByItself() {
    IssuedKey key = IssuedKey.expiring(7, IssuedKey.CREATED.plusSeconds(60));
    store.put(key.key());

    String hash = "wattflow:api-key:" + key.id();
    assertThat(redis.hgetAll(hash))
        .containsEntry("user_id", "7")
        .containsEntry("secret_sha256", key.key().secret().hex())
        .containsEntry("expires_at", "2026-11-26T12:01:00Z");
    assertThat(redis.ttl(hash)).isEqualTo(-1);
    assertThat(redis.sismember("wattflow:api-keys", key.id())).isTrue();

    store.remove(key.id());
    assertThat(redis.exists(hash)).isFalse();
    assertThat(redis.sismember("wattflow:api-keys", key.id())).isFalse();
  }

  @Test
  void aHashThatCannotBeReadIsNamedWithTheField() {
    IssuedKey key = IssuedKey.of(7);
    redis.hset("wattflow:api-key:" + key.id(), "user_id", "7");

    assertThat(store.find(key.id()))
        .failsWithin(5, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(ApiKeyStoreException.class)
        .withMessageContaining("wattflow:api-key:" + key.id() + ": secret_sha256 is missing");
    redis.del("wattflow:api-key:" + key.id());
  }

  @Test
  void aRedisThatIsAwayIsAnErrorWithItsAddressAndThePasswordIsNone() {
    // Port 1 is the one where nobody ever listens.
    try (ApiKeyStore nowhere = RedisApiKeyStore.at("redis://user:hidden@127.0.0.1:1/2")) {
      assertThat(nowhere.find("aaaaaaaaaaaa"))
          .failsWithin(5, TimeUnit.SECONDS)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(ApiKeyStoreException.class)
          .withMessageContaining("127.0.0.1:1")
          .withMessageNotContaining("hidden");
      assertThatThrownBy(nowhere::list)
          .isInstanceOf(ApiKeyStoreException.class)
          .hasMessageContaining("start it, or correct its address");
      assertThatThrownBy(() -> nowhere.put(IssuedKey.of(1).key()))
          .isInstanceOf(ApiKeyStoreException.class);
      assertThatThrownBy(() -> nowhere.remove("aaaaaaaaaaaa"))
          .isInstanceOf(ApiKeyStoreException.class);
    }
  }

  @Test
  void aRestartFailsNoLookup() throws Exception {
    // Otherwise a kill may cost what was written in the second before it.
    redis.configSet("appendfsync", "always");
    IssuedKey key = IssuedKey.of(7);
    store.put(key.key());
    node.kill();
    assertThat(store.find(key.id())).failsWithin(5, TimeUnit.SECONDS);

    node.restart();

    assertThat(store.find(key.id()).get(5, TimeUnit.SECONDS)).isEqualTo(key.key());
  }

  @Test
  void lookupsThatAreTooManyFailAtOnceAndNoneIsForgotten() {
    List<CompletableFuture<@Nullable ApiKey>> lookups = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lookups.add(store.find("aaaaaaaaaaaa"));
    }

    for (CompletableFuture<@Nullable ApiKey> lookup : lookups) {
      assertThat(lookup.handle((key, failure) -> failure))
          .succeedsWithin(30, TimeUnit.SECONDS)
          .satisfiesAnyOf(
              failure -> assertThat(failure).isNull(),
              failure -> assertThat(failure).hasMessageContaining("too many lookups"));
    }
  }

  @Test
  void thePasswordAndTheDatabaseOfTheAddressAreUsed() throws Exception {
    redis.configSet("requirepass", "hidden");
    String address = "127.0.0.1:" + node.port();
    IssuedKey key = IssuedKey.of(7);
    try (ApiKeyStore other = RedisApiKeyStore.at("redis://:hidden@" + address + "/1");
        ApiKeyStore stranger = RedisApiKeyStore.at("redis://" + address)) {
      other.put(key.key());

      assertThat(other.find(key.id()).get(5, TimeUnit.SECONDS)).isEqualTo(key.key());
      assertThat(redis.exists("wattflow:api-key:" + key.id())).as("in database 0").isFalse();
      assertThatThrownBy(stranger::list)
          .isInstanceOf(ApiKeyStoreException.class)
          .hasMessageContaining("NOAUTH");
    } finally {
      redis.configSet("requirepass", "");
    }
  }

  @Test
  void lookupsAfterTheEndFail() {
    RedisApiKeyStore ended = RedisApiKeyStore.at(node.uri().toString());
    ended.close();

    assertThat(ended.find("aaaaaaaaaaaa")).failsWithin(5, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h:1",
        "redis:h",
        "redis:///",
        "127.0.0.1",
        "redis://u:hidden@h:1/x",
        "redis://u:hidden@h:70000",
        "redis-cluster://u:hidden@h:7000"
      })
  void anotherAddressIsRefusedWithAnExample(String url) {
    assertThatThrownBy(() -> RedisApiKeyStore.at(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis://host:port")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void thePortMayBeLeftOut() {
    assertThat(RedisApiKeyStore.address("redis://u:p@h/1").text())
        .isEqualTo("redis://u:p@h:6379/1");
  }
}
