package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class ApiKeyStoreContract {
  /** A store that is open; the same, or at least on the same keys, all through a test. */
  abstract ApiKeyStore store();

  @Test
  void aKeyIsFoundAsItWasPut() throws Exception {
    IssuedKey bare = IssuedKey.of(1);
    ApiKeyToken token = ApiKeyToken.generate();
    ApiKey full =
        new ApiKey(
            token.keyId(),
            token.digest(),
            Long.MAX_VALUE,
            IssuedKey.CREATED,
            OptionalInt.of(7),
            Optional.of("Anna's \"roof\" ☀"),
            Optional.of(IssuedKey.CREATED.plus(Duration.ofDays(1))));
    store().put(bare.key());
    store().put(full);

    assertThat(store().find(bare.id()).get(5, TimeUnit.SECONDS)).isEqualTo(bare.key());
    assertThat(store().find(full.id()).get(5, TimeUnit.SECONDS)).isEqualTo(full);
  }

  @Test
  void whatIsNotThereIsNull() throws Exception {
    assertThat(store().find("aaaaaaaaaaaa").get(5, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void aKeyThatIsReplacedKeepsNothing() throws Exception {
    IssuedKey first = IssuedKey.expiring(1, IssuedKey.CREATED.plusSeconds(60));
    ApiKey second =
        new ApiKey(
            first.id(),
            first.key().secret(),
            2,
            IssuedKey.CREATED,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
    store().put(first.key());
    store().put(second);

    assertThat(store().find(first.id()).get(5, TimeUnit.SECONDS)).isEqualTo(second);
  }

  @Test
  void aKeyIsRemovedOnce() throws Exception {
    IssuedKey gone = IssuedKey.of(1);
    IssuedKey stays = IssuedKey.of(2);
    store().put(gone.key());
    store().put(stays.key());

    assertThat(store().remove(gone.id())).isTrue();
    assertThat(store().remove(gone.id())).isFalse();
    assertThat(store().find(gone.id()).get(5, TimeUnit.SECONDS)).isNull();
    assertThat(store().list()).contains(stays.key()).doesNotContain(gone.key());
  }

  @Test
  void theListIsComplete_oldestFirst() {
    IssuedKey later = IssuedKey.of(1, IssuedKey.CREATED.plusSeconds(9), Optional.empty());
    IssuedKey earlier = IssuedKey.of(2, IssuedKey.CREATED.plusSeconds(5), Optional.empty());
    store().put(later.key());
    store().put(earlier.key());

    assertThat(store().list()).containsSubsequence(earlier.key(), later.key());
  }
}
