package io.wattflow.services.analytics.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnswerCodecPropertyTest {
  private static CachedAnswer of(byte[] body) {
    return CachedAnswer.of(Answer.json(body), 1, 2, 3);
  }

  @Provide
  Arbitrary<CachedAnswer> answers() {
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(3_000);
    Arbitrary<byte[]> dull =
        Arbitraries.integers().between(0, 20_000).map(length -> new byte[length]);
    Arbitrary<String> mediaTypes = Arbitraries.strings().ascii().ofMaxLength(255);
    Arbitrary<Long> gaps = Arbitraries.longs().between(0, 100_000_000);
    return Combinators.combine(
            Arbitraries.integers().between(100, 599),
            mediaTypes,
            Arbitraries.oneOf(noise, dull),
            Arbitraries.longs().between(0, 1L << 45),
            gaps,
            gaps)
        .as(
            (status, mediaType, body, loaded, fresh, stale) ->
                CachedAnswer.of(
                    new Answer(status, mediaType, body),
                    loaded,
                    loaded + fresh,
                    loaded + fresh + stale));
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("answers") CachedAnswer cached) {
    CachedAnswer read = AnswerCodec.decode(AnswerCodec.encode(cached));

    assertThat(read).isNotNull();
    assertThat(read.answer().status()).isEqualTo(cached.answer().status());
    assertThat(read.answer().mediaType()).isEqualTo(cached.answer().mediaType());
    assertThat(read.answer().body()).containsExactly(cached.answer().body());
    assertThat(read.etag()).isEqualTo(cached.etag());
    assertThat(List.of(read.loadedAt(), read.freshUntil(), read.staleUntil()))
        .containsExactly(cached.loadedAt(), cached.freshUntil(), cached.staleUntil());
  }

  @Property
  void aBitThatHasFlippedIsNoticed(@ForAll("answers") CachedAnswer cached, @ForAll int random) {
    byte[] bytes = AnswerCodec.encode(cached);
    int bit = Math.floorMod(random, bytes.length * Byte.SIZE);
    bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

    assertThat(AnswerCodec.decode(bytes)).isNull();
  }

  @Property
  void whatIsCutOffIsNoAnswer(@ForAll("answers") CachedAnswer cached, @ForAll int random) {
    byte[] bytes = AnswerCodec.encode(cached);

    assertThat(AnswerCodec.decode(Arrays.copyOf(bytes, Math.floorMod(random, bytes.length))))
        .isNull();
  }

  @Property
  void anythingElseIsNoAnswer(@ForAll byte[] bytes) {
    assertThat(AnswerCodec.decode(bytes)).isNull();
  }

  @Example
  void largeBodiesArePacked() {
    byte[] bytes = AnswerCodec.encode(of(new byte[100_000]));

    assertThat(bytes).hasSizeLessThan(1_000);
  }

  @Property
  void theTagIsAFunctionOfTheBody(@ForAll byte[] one, @ForAll byte[] other) {
    assertThat(Etags.of(one)).matches("\"[A-Za-z0-9_-]{24}\"").isEqualTo(Etags.of(one.clone()));
    assertThat(Etags.of(one).equals(Etags.of(other))).isEqualTo(Arrays.equals(one, other));
  }
}
