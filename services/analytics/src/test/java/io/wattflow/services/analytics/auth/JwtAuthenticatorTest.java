package io.wattflow.services.analytics.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest {
  private static final TokenRules RULES = new TokenRules(Optional.empty(), Optional.empty());
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;

  JwtAuthenticatorTest(@TempDir Path folder) {
    this.file = folder.resolve("jwks.json");
  }

  /** Serves a set of keys, or an error while it has none. */
  private static final class Provider implements AutoCloseable {
    final AtomicReference<String> keys = new AtomicReference<>("");
    final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    Provider(JWK... keys) throws IOException {
      publish(keys);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/jwks",
          exchange -> {
            requests.incrementAndGet();
            byte[] body = String.valueOf(this.keys.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, Math.max(body.length, -1));
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    void publish(JWK... published) {
      keys.set(published.length == 0 ? "" : SigningKeys.jwks(published));
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static String token(ECKey key) {
    Map<String, Object> claims =
        SigningKeys.claims("exp", Instant.now().plusSeconds(600).getEpochSecond());
    return "Bearer " + SigningKeys.token(JWSAlgorithm.ES256, key, claims);
  }

  private static Object outcome(Authenticator authenticator, String authorization)
      throws InterruptedException {
    try {
      return authenticator
          .authenticate(authorization)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (TimeoutException e) {
      return e;
    }
  }

  private void publish(JWK... keys) throws IOException {
    Path beside = Files.writeString(file.resolveSibling("new"), SigningKeys.jwks(keys));
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private JwtAuthenticator ofFile(Clock clock) throws KeyLoadException {
    return new JwtAuthenticator(new KeyRing(new KeyFile(file)), RULES, clock);
  }

  @Test
  void keysOfAFileChangeWithTheFile() throws Exception {
    ECKey next = SigningKeys.ec(Curve.P_256, "ec-2");
    publish(SigningKeys.EC.toPublicJWK());
    try (JwtAuthenticator authenticator = ofFile(Clock.systemUTC())) {
      assertThat(outcome(authenticator, token(SigningKeys.EC))).isEqualTo(Caller.of(1042));
      assertThat(outcome(authenticator, token(next))).isInstanceOf(RefusedTokenException.class);

      publish(next.toPublicJWK());

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(outcome(authenticator, token(next))).isEqualTo(Caller.of(1042)));
      assertThat(outcome(authenticator, token(SigningKeys.EC)))
          .as("proved before, by a key that has gone")
          .isInstanceOf(RefusedTokenException.class);
    }
  }

  @Test
  void aDamagedFileLeavesTheKeysAsTheyWere() throws Exception {
    publish(SigningKeys.EC.toPublicJWK());
    KeyRing ring = new KeyRing(new KeyFile(file));
    try (JwtAuthenticator authenticator = new JwtAuthenticator(ring, RULES)) {
      Files.writeString(file, "{");
      await().atMost(PATIENCE).until(() -> ring.trouble().contains("not a JSON Web Key Set"));
      assertThat(outcome(authenticator, token(SigningKeys.EC))).isEqualTo(Caller.of(1042));
      assertThat(authenticator.trouble()).isEmpty();

      publish(SigningKeys.EC.toPublicJWK());
      await().atMost(PATIENCE).until(() -> ring.trouble().isEmpty());
    }
  }

  @Test
  void whatWasProvedIsRememberedUntilTheTokenEnds() throws Exception {
    publish(SigningKeys.EC.toPublicJWK());
    AtomicReference<Instant> now = new AtomicReference<>(SigningKeys.NOW);
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return Objects.requireNonNull(now.get());
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("instants have no zone");
          }
        };
    Map<String, Object> claims =
        SigningKeys.claims("exp", SigningKeys.NOW.plusSeconds(30).getEpochSecond());
    String token = "Bearer " + SigningKeys.token(claims);
    try (JwtAuthenticator authenticator = ofFile(clock)) {
      assertThat(outcome(authenticator, token)).isEqualTo(Caller.of(1042));
      assertThat(authenticator.authenticate(token).succeeded()).as("known at once").isTrue();
      now.set(SigningKeys.NOW.plusSeconds(30));
      assertThat(outcome(authenticator, token))
          .isInstanceOfSatisfying(
              RefusedTokenException.class, e -> assertThat(e).hasMessageContaining("expired"));
    }
  }

  /** More than may wait for a verification: whoever asks with the same token waits for one. */
  @Test
  void aTokenIsVerifiedOnceForAllWhoAskAtATime() throws Exception {
    publish(SigningKeys.EC.toPublicJWK());
    String token = token(SigningKeys.EC);
    try (JwtAuthenticator authenticator = ofFile(Clock.systemUTC())) {
      List<CompletableFuture<Caller>> asked = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        asked.add(authenticator.authenticate(token).toCompletionStage().toCompletableFuture());
      }
      for (CompletableFuture<Caller> answer : asked) {
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Caller.of(1042));
      }
    }
  }

  @Test
  void keysOfAnAddressAreFetchedAgainForAKeyThatIsNotKnown() throws Exception {
    ECKey next = SigningKeys.ec(Curve.P_256, "ec-2");
    try (Provider provider = new Provider(SigningKeys.EC.toPublicJWK());
        JwtAuthenticator authenticator =
            new JwtAuthenticator(
                new KeyRing(new KeyAddress(provider.address(), Duration.ofMillis(1))), RULES)) {
      assertThat(outcome(authenticator, token(SigningKeys.EC))).isEqualTo(Caller.of(1042));
      assertThat(provider.requests).hasValue(1);

      provider.publish(SigningKeys.EC.toPublicJWK(), next.toPublicJWK());
      assertThat(outcome(authenticator, token(next))).isEqualTo(Caller.of(1042));
      assertThat(provider.requests).hasValue(2);
    }
  }

  @Test
  void strangersCannotMakeItFetchAgainAndAgain() throws Exception {
    try (Provider provider = new Provider(SigningKeys.EC.toPublicJWK());
        JwtAuthenticator authenticator =
            new JwtAuthenticator(
                new KeyRing(new KeyAddress(provider.address(), Duration.ofHours(1))), RULES)) {
      for (int i = 0; i < 20; i++) {
        assertThat(outcome(authenticator, token(SigningKeys.ec(Curve.P_256, "stranger-" + i))))
            .isInstanceOf(RefusedTokenException.class);
      }
      assertThat(provider.requests).hasValue(1);
    }
  }

  @Test
  void knownKeysOutliveAnOutage() throws Exception {
    ECKey next = SigningKeys.ec(Curve.P_256, "ec-2");
    try (Provider provider = new Provider(SigningKeys.EC.toPublicJWK());
        JwtAuthenticator authenticator =
            new JwtAuthenticator(
                new KeyRing(new KeyAddress(provider.address(), Duration.ofMillis(1))), RULES)) {
      provider.publish();
      assertThat(outcome(authenticator, token(next)))
          .as("may be a new key: nobody can tell")
          .isInstanceOf(KeysUnavailableException.class);
      assertThat(outcome(authenticator, token(SigningKeys.EC))).isEqualTo(Caller.of(1042));
      assertThat(authenticator.trouble()).isEmpty();
    }
  }

  @Test
  void aProviderThatIsAwayAtFirstIsWaitedFor() throws Exception {
    try (Provider provider = new Provider();
        JwtAuthenticator authenticator =
            new JwtAuthenticator(
                new KeyRing(new KeyAddress(provider.address(), Duration.ofMillis(50))), RULES)) {
      assertThat(authenticator.trouble()).contains("cannot be fetched");
      assertThat(outcome(authenticator, token(SigningKeys.EC)))
          .isInstanceOf(KeysUnavailableException.class);
      provider.publish(SigningKeys.EC.toPublicJWK());
      await().atMost(PATIENCE).until(() -> authenticator.trouble().isEmpty());
      assertThat(outcome(authenticator, token(SigningKeys.EC))).isEqualTo(Caller.of(1042));
    }
  }

  @Test
  void theAnswerComesOnTheEventLoopThatAsked() throws Exception {
    publish(SigningKeys.EC.toPublicJWK());
    Vertx vertx = Vertx.vertx();
    try (JwtAuthenticator authenticator = ofFile(Clock.systemUTC())) {
      CompletableFuture<Boolean> same = new CompletableFuture<>();
      vertx.runOnContext(
          start -> {
            Thread loop = Thread.currentThread();
            authenticator
                .authenticate(token(SigningKeys.EC))
                .onComplete(result -> same.complete(Thread.currentThread() == loop));
          });
      assertThat(same.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      vertx.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dXNlcjpwdw==", "bearerabc", "Bearer", "Bearer ", "", "Bearer a b"})
  void otherHeadersAreRefused(String header) throws Exception {
    publish(SigningKeys.EC.toPublicJWK());
    try (JwtAuthenticator authenticator = ofFile(Clock.systemUTC())) {
      assertThat(outcome(authenticator, header)).isInstanceOf(RefusedTokenException.class);
      assertThat(authenticator.authenticate(null).cause())
          .isInstanceOf(RefusedTokenException.class)
          .hasMessageContaining("missing");
      assertThat(authenticator.authenticate("Bearer " + "a".repeat(9_000)).cause())
          .isInstanceOf(RefusedTokenException.class)
          .hasMessageContaining("8 KiB");
    }
  }

  @Test
  void theSchemeIsReadInAnyCase() throws Exception {
    publish(SigningKeys.EC.toPublicJWK());
    try (JwtAuthenticator authenticator = ofFile(Clock.systemUTC())) {
      String token = token(SigningKeys.EC).substring("Bearer ".length());
      assertThat(outcome(authenticator, "bEARER   " + token + " ")).isEqualTo(Caller.of(1042));
    }
  }
}
