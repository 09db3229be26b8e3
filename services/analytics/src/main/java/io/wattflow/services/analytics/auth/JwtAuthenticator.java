package io.wattflow.services.analytics.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattflow.services.analytics.auth.TokenRules.Verified;
import io.wattflow.services.analytics.auth.TokenVerifier.UnknownKeyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Callers by signed tokens: {@code Authorization: Bearer <JWT>}.
 *
 * <p>Signatures are verified on threads of its own, once for all who ask with one token at a time.
 * What they prove is remembered, not longer than the token holds nor than its key is known, under a
 * digest of the token and never the token itself: verifying costs more than most answers do. A
 * future that is not complete at once completes on the context that asked.
 */
public final class JwtAuthenticator implements Authenticator {
  private static final String BEARER = "bearer";
  private static final int MAX_HEADER = 8 * 1024;
  private static final long MAX_REMEMBERED = 50_000;
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 2_000;

  /** What was proved, and by which keys. */
  private record Proof(Verified verified, VerificationKeys keys) {}

  /** A verification under way. */
  private record Pending(VerificationKeys keys, CompletableFuture<Caller> answer) {}

  private final KeyRing ring;
  private final TokenVerifier verifier;
  private final Clock clock;
  private final Cache<ByteBuffer, Proof> proofs;
  private final ConcurrentMap<ByteBuffer, Pending> pending = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  JwtAuthenticator(KeyRing ring, TokenRules rules) {
    this(ring, rules, Clock.systemUTC());
  }

  JwtAuthenticator(KeyRing ring, TokenRules rules, Clock clock) {
    this.ring = ring;
    this.verifier = new TokenVerifier(rules);
    this.clock = clock;
    this.proofs = Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread made = new Thread(task, "tokens");
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public Future<Caller> authenticate(@Nullable String authorization) {
    String token;
    try {
      token = bearerToken(authorization);
    } catch (RefusedTokenException e) {
      return Future.failedFuture(e);
    }
    ByteBuffer digest = digest(token);
    VerificationKeys keys = ring.keys();
    Proof proof = proofs.getIfPresent(digest);
    // The very same keys: a set that was loaded anew proves nothing until it is asked.
    if (proof != null
        && proof.keys() == keys
        && clock.instant().isBefore(proof.verified().until())) {
      return Future.succeededFuture(proof.verified().caller());
    }
    CompletableFuture<Caller> answer = verified(token, digest, keys);
    Context context = Vertx.currentContext();
    return context == null
        ? Future.fromCompletionStage(answer)
        : Future.fromCompletionStage(answer, context);
  }

  /** What comes of a verification, which may be under way for somebody else already. */
  private CompletableFuture<Caller> verified(
      String token, ByteBuffer digest, VerificationKeys keys) {
    Pending mine = new Pending(keys, new CompletableFuture<>());
    Pending other = pending.putIfAbsent(digest, mine);
    if (other != null && other.keys() == keys) {
      return other.answer();
    }
    CompletableFuture<Caller> work = new CompletableFuture<>();
    // Forgotten first: who asks after an answer was given may ask at another time.
    var unused = work.whenComplete((caller, failure) -> end(digest, mine, caller, failure));
    verify(token, digest, keys, true, work);
    return mine.answer();
  }

  private void end(
      ByteBuffer digest, Pending ended, @Nullable Caller caller, @Nullable Throwable failure) {
    pending.remove(digest, ended);
    if (caller == null) {
      ended.answer().completeExceptionally(Objects.requireNonNull(failure));
    } else {
      ended.answer().complete(caller);
    }
  }

  private void verify(
      String token,
      ByteBuffer digest,
      VerificationKeys keys,
      boolean first,
      CompletableFuture<Caller> answer) {
    try {
      threads.execute(() -> answer(token, digest, keys, first, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new KeysUnavailableException("too many tokens wait for their verification", e));
    }
  }

  private void answer(
      String token,
      ByteBuffer digest,
      VerificationKeys keys,
      boolean first,
      CompletableFuture<Caller> answer) {
    try {
      Verified verified = verifier.verify(token, keys, clock.instant());
      proofs.put(digest, new Proof(verified, keys));
      answer.complete(verified.caller());
    } catch (RefusedTokenException e) {
      answer.completeExceptionally(e);
    } catch (UnknownKeyException e) {
      if (first) {
        // Not a wait of this thread: those who carry tokens of known keys go on meanwhile.
        ring.refresh(keys)
            .whenComplete((done, failure) -> verify(token, digest, ring.keys(), false, answer));
      } else {
        answer.completeExceptionally(unknownKey(e));
      }
    } catch (RuntimeException | Error e) {
      // A fault of ours, which must not leave the request without an answer.
      answer.completeExceptionally(e);
    }
  }

  private Exception unknownKey(UnknownKeyException cause) {
    String trouble = ring.trouble();
    return trouble.isEmpty()
        ? new RefusedTokenException("The token is signed with a key that is not known here.")
        : new KeysUnavailableException("the keys of tokens cannot be had now", cause);
  }

  private static String bearerToken(@Nullable String authorization) throws RefusedTokenException {
    if (authorization == null) {
      throw new RefusedTokenException("A token is missing: send Authorization: Bearer <token>.");
    }
    if (authorization.length() > MAX_HEADER) {
      throw new RefusedTokenException("The Authorization header is longer than 8 KiB.");
    }
    int end = BEARER.length();
    if (!authorization.regionMatches(true, 0, BEARER, 0, end)
        || (authorization.length() > end && authorization.charAt(end) != ' ')) {
      throw new RefusedTokenException(
          "The Authorization header is of another scheme: Bearer is expected.");
    }
    String token = authorization.substring(end).strip();
    if (token.isEmpty()) {
      throw new RefusedTokenException("The token behind Bearer is missing.");
    }
    return token;
  }

  private static ByteBuffer digest(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Keys that are known answer while their origin is away; without any, nobody can be told. */
  @Override
  public String trouble() {
    return ring.keys().isEmpty() ? "no keys for tokens are known: " + ring.trouble() : "";
  }

  @Override
  public void close() {
    ring.close();
    // Those that wait still get their answer, which takes no time.
    threads.shutdown();
  }
}
