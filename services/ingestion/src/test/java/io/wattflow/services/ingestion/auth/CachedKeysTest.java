package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the store is asked, and what counts until it answers; the clock is the test's. */
class CachedKeysTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final HandClock clock = new HandClock();
  private final HeldStore store = new HeldStore();
  private final CachedKeys keys = new CachedKeys(store, clock);
  private final IssuedKey issued = IssuedKey.of(7);

  private CompletableFuture<@Nullable ApiKey> find() {
    return keys.find(issued.id());
  }

  private void know() {
    CompletableFuture<@Nullable ApiKey> found = find();
    store.answer(issued.key());
    assertThat(found).isCompletedWithValue(issued.key());
  }

  @Test
  void aKnownKeyAsksNobody() {
    know();
    for (int i = 0; i < 1_000; i++) {
      assertThat(find()).isCompletedWithValue(issued.key());
    }
    clock.advance(CachedKeys.ASK_AHEAD.minus(MOMENT));
    assertThat(find()).isCompletedWithValue(issued.key());
    assertThat(store.asked()).isEqualTo(1);
  }

  @Test
  void requestsThatComeAtOnceAskOnce() {
    List<CompletableFuture<@Nullable ApiKey>> all = List.of(find(), find(), find());
    assertThat(store.asked()).isEqualTo(1);
    assertThat(all).noneMatch(CompletableFuture::isDone);

    store.answer(issued.key());

    assertThat(all).allSatisfy(found -> assertThat(found).isCompletedWithValue(issued.key()));
  }

  @Test
  void inFlowTheStoreIsAskedBehindTheScenes() {
    know();
    clock.advance(CachedKeys.ASK_AHEAD);
    assertThat(find()).isCompletedWithValue(issued.key());
    assertThat(find()).isCompletedWithValue(issued.key());
    assertThat(store.asked()).isEqualTo(2);

    store.answer(issued.key());
    clock.advance(CachedKeys.ASK_AHEAD.minus(MOMENT));

    assertThat(find()).isCompletedWithValue(issued.key());
    assertThat(store.asked()).isEqualTo(2);
  }

  @Test
  void aRevokedKeyIsRefusedAfterAMinuteAtTheLatest() {
    know();
    clock.advance(CachedKeys.FRESH);
    CompletableFuture<@Nullable ApiKey> found = find();
    assertThat(found).isNotDone();

    store.answer(null);

    assertThat(found).isCompletedWithValue(null);
    assertThat(find()).isCompletedWithValue(null);
    assertThat(store.asked()).isEqualTo(2);
  }

  @Test
  void aRevocationThatIsSeenAheadCountsAtOnce() {
    know();
    clock.advance(CachedKeys.ASK_AHEAD);
    assertThat(find()).isCompletedWithValue(issued.key());
    store.answer(null);
    assertThat(find()).isCompletedWithValue(null);
  }

  @Test
  void anUnknownIdIsRememberedForTenSeconds() {
    CompletableFuture<@Nullable ApiKey> found = find();
    store.answer(null);
    assertThat(found).isCompletedWithValue(null);
    clock.advance(CachedKeys.UNKNOWN.minus(MOMENT));
    assertThat(find()).isCompletedWithValue(null);
    assertThat(store.asked()).isEqualTo(1);

    clock.advance(MOMENT);
    found = find();
    store.answer(issued.key());
    assertThat(found).isCompletedWithValue(issued.key());
  }

  @Test
  void guessesReachTheStoreAtAPaceAndKnownKeysDoNotSuffer() {
    know();
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      CompletableFuture<@Nullable ApiKey> guess = keys.find(ApiKeyToken.generate().keyId());
      if (guess.isCompletedExceptionally()) {
        refused++;
      } else {
        store.answer(null);
        assertThat(guess).isCompletedWithValue(null);
      }
    }
    assertThat(store.asked()).isEqualTo(CachedKeys.NEW_IDS_PER_SECOND);
    assertThat(refused).isEqualTo(5_001 - CachedKeys.NEW_IDS_PER_SECOND);

    assertThat(find()).isCompletedWithValue(issued.key());
    clock.advance(CachedKeys.FRESH);
    CompletableFuture<@Nullable ApiKey> found = find();
    store.answer(issued.key());
    assertThat(found).isCompletedWithValue(issued.key());
  }

  @Test
  void aStoreThatIsAwayLeavesKnownKeysValidForAQuarterOfAnHour() {
    know();
    clock.advance(CachedKeys.FRESH);
    CompletableFuture<@Nullable ApiKey> found = find();
    store.isAway();
    assertThat(found).isCompletedWithValue(issued.key());

    // From here nobody waits for it, and it is left in peace for a while.
    assertThat(find()).isCompletedWithValue(issued.key());
    assertThat(store.asked()).isEqualTo(2);
    clock.advance(CachedKeys.PAUSE_WHILE_AWAY);
    assertThat(find()).isCompletedWithValue(issued.key());
    assertThat(find()).isCompletedWithValue(issued.key());
    assertThat(store.asked()).isEqualTo(3);
    store.isAway();

    clock.advance(
        CachedKeys.KEPT_WHILE_AWAY
            .minus(CachedKeys.FRESH)
            .minus(CachedKeys.PAUSE_WHILE_AWAY)
            .minus(MOMENT));
    assertThat(find()).isCompletedWithValue(issued.key());
    store.isAway();
    clock.advance(MOMENT);
    found = find();
    store.isAway();
    assertThat(found).isCompletedExceptionally();
  }

  @Test
  void aRevocationCountsWhenTheStoreIsBack() {
    know();
    clock.advance(CachedKeys.FRESH);
    CompletableFuture<@Nullable ApiKey> found = find();
    store.isAway();
    assertThat(found).isCompletedWithValue(issued.key());

    clock.advance(CachedKeys.PAUSE_WHILE_AWAY);
    assertThat(find()).isCompletedWithValue(issued.key());
    store.answer(null);

    assertThat(find()).isCompletedWithValue(null);
  }

  @Test
  void aStoreThatIsAwayTellsNothingOfANewKey() {
    CompletableFuture<@Nullable ApiKey> found = find();
    store.isAway();
    assertThat(found).isCompletedExceptionally();

    found = find();
    store.answer(issued.key());
    assertThat(found).isCompletedWithValue(issued.key());
  }

  @Test
  void aStoreThatDoesNotAnswerIsAwayAfterTwoSeconds() {
    assertThat(find())
        .failsWithin(CachedKeys.PATIENCE.plusSeconds(5))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(ApiKeyStoreException.class)
        .withMessageContaining("2000 ms");
  }

  @Test
  void aFaultOfOursLetsNobodyIn() {
    know();
    clock.advance(CachedKeys.FRESH);
    CompletableFuture<@Nullable ApiKey> found = find();
    store.fail(new IllegalStateException("a fault"));

    assertThat(found)
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void manyKnownKeysAreRemembered() {
    List<IssuedKey> all = new ArrayList<>();
    for (int i = 0; i < CachedKeys.NEW_IDS_PER_SECOND; i++) {
      IssuedKey key = IssuedKey.of(i + 1);
      all.add(key);
      CompletableFuture<@Nullable ApiKey> found = keys.find(key.id());
      store.answer(key.key());
      assertThat(found).isCompleted();
    }
    int asked = store.asked();
    for (IssuedKey key : all) {
      assertThat(keys.find(key.id())).isCompletedWithValue(key.key());
    }
    assertThat(store.asked()).isEqualTo(asked);
  }
}
