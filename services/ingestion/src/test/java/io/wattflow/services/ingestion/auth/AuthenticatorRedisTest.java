package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.services.ingestion.auth.Authentication.Granted;
import io.wattflow.services.ingestion.auth.Authentication.Refused;
import io.wattflow.services.ingestion.auth.Authentication.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** Keys in a real Redis that goes away and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticatorRedisTest {
  private RedisNode node;
  private HandClock clock;
  private RedisApiKeyStore store;
  private Authenticator authenticator;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = RedisNode.start(PlatformConfig.small(folder));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @BeforeEach
  void open() {
    if (!node.isHealthy()) {
      node.restart();
    }
    try (UnifiedJedis redis = RedisClient.create(node.uri())) {
      // Otherwise a kill may cost what was written in the second before it.
      redis.configSet("appendfsync", "always");
    }
    clock = new HandClock();
    store = RedisApiKeyStore.at(node.uri().toString());
    authenticator = new KeyCheck(store, clock, clock);
  }

  @AfterEach
  void close() {
    authenticator.close();
  }

  private CompletableFuture<Authentication> check(String token) {
    return authenticator.authenticate(
        "Bearer " + token, null, () -> "the address names nobody who has a key");
  }

  private Authentication answer(String token) throws Exception {
    return check(token).get(5, TimeUnit.SECONDS);
  }

  private IssuedKey stored(long userId) {
    IssuedKey issued = IssuedKey.of(userId);
    store.put(issued.key());
    return issued;
  }

  @Test
  void aKnownKeyIsAnsweredAtOnceEvenWhileRedisIsAway() throws Exception {
    IssuedKey issued = stored(7);
    Granted granted = new Granted(issued.key().client());
    assertThat(answer(issued.token().reveal())).isEqualTo(granted);
    assertThat(check(issued.token().reveal())).isCompletedWithValue(granted);

    node.kill();

    assertThat(check(issued.token().reveal())).isCompletedWithValue(granted);
    assertThat(answer(issued.forged())).isInstanceOf(Refused.class);
  }

  @Test
  void anUnknownKeyAndAWrongSecretAreToldTheSame() throws Exception {
    IssuedKey issued = stored(7);
    assertThat(answer(issued.forged()))
        .isInstanceOf(Refused.class)
        .isEqualTo(answer(ApiKeyToken.generate().reveal()));
  }

  @Test
  void aRevokedKeyIsRefusedWithinAMinute() throws Exception {
    IssuedKey issued = stored(7);
    assertThat(answer(issued.token().reveal())).isInstanceOf(Granted.class);
    store.remove(issued.id());

    clock.advance(Duration.ofSeconds(60));

    assertThat(answer(issued.token().reveal())).isInstanceOf(Refused.class);
  }

  @Test
  void whileRedisIsAwayAKeyFoundLatelyIsGoodAndANewOneIsToldToWait() throws Exception {
    IssuedKey known = stored(7);
    IssuedKey fresh = stored(8);
    assertThat(answer(known.token().reveal())).isInstanceOf(Granted.class);
    node.kill();

    assertThat(answer(fresh.token().reveal())).isInstanceOf(Unavailable.class);
    clock.advance(Duration.ofSeconds(60));
    assertThat(answer(known.token().reveal())).isInstanceOf(Granted.class);
    clock.advance(Duration.ofMinutes(14).minusMillis(1));
    assertThat(answer(known.token().reveal())).isInstanceOf(Granted.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(answer(known.token().reveal()))
        .isInstanceOfSatisfying(
            Unavailable.class, away -> assertThat(away.detail()).doesNotContain("127.0.0.1"));

    node.restart();

    assertThat(answer(known.token().reveal())).isInstanceOf(Granted.class);
    assertThat(answer(fresh.token().reveal())).isInstanceOf(Granted.class);
  }

  @Test
  void aKeyThatIsRevokedDuringAnOutageIsRefusedAfterIt() throws Exception {
    IssuedKey issued = stored(7);
    assertThat(answer(issued.token().reveal())).isInstanceOf(Granted.class);
    node.kill();
    clock.advance(Duration.ofSeconds(60));
    assertThat(answer(issued.token().reveal())).isInstanceOf(Granted.class);

    node.restart();
    store.remove(issued.id());
    clock.advance(CachedKeys.PAUSE_WHILE_AWAY);

    await().until(() -> answer(issued.token().reveal()) instanceof Refused);
  }

  @Test
  void aRedisThatTakesConnectionsAndSaysNothingIsAway() throws Exception {
    try (ServerSocket silent = silent();
        Authenticator waiting =
            Authenticator.keys(RedisApiKeyStore.at("redis://127.0.0.1:" + silent.getLocalPort()))) {
      assertThat(
              waiting
                  .authenticate(null, ApiKeyToken.generate().reveal(), () -> "")
                  .get(10, TimeUnit.SECONDS))
          .isInstanceOf(Unavailable.class);
    }
  }

  private static ServerSocket silent() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
