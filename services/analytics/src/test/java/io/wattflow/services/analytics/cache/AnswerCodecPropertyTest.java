package io.wattflow.services.analytics.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
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
    Arbitrary<String> addresses =
        Arbitraries.strings().withChars("/v1?&=%ü").ofMinLength(1).ofMaxLength(300).injectNull(0.5);
    Arbitrary<Long> gaps = Arbitraries.longs().between(0, 100_000_000);
    return Combinators.combine(
            Arbitraries.integers().between(100, 599),
            mediaTypes,
            Arbitraries.oneOf(noise, dull),
            addresses,
            Arbitraries.longs().between(0, 1L << 45),
            gaps,
            gaps)
        .as(
            (status, mediaType, body, next, loaded, fresh, stale) ->
                CachedAnswer.of(
                    new Answer(status, mediaType, body, next),
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
    assertThat(read.answer().next()).isEqualTo(cached.answer().next());
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

  /** What the version before this one has written: no address of a next page. */
  static byte[] versionOne(byte[] body, long loadedAt, long freshUntil, long staleUntil) {
    byte[] mediaType = Answer.JSON.getBytes(StandardCharsets.UTF_8);
    byte[] rest =
        ByteBuffer.allocate(1 + 2 + 3 * 8 + 1 + mediaType.length + 4 + body.length)
            .put((byte) 0)
            .putShort((short) 200)
            .putLong(loadedAt)
            .putLong(freshUntil)
            .putLong(staleUntil)
            .put((byte) mediaType.length)
            .put(mediaType)
            .putInt(body.length)
            .put(body)
            .array();
    CRC32C checksum = new CRC32C();
    checksum.update(rest);
    return ByteBuffer.allocate(1 + 4 + rest.length)
        .put((byte) 1)
        .putInt((int) checksum.getValue())
        .put(rest)
        .array();
  }

  @Example
  void whatTheVersionBeforeHasWrittenIsNoAnswer() {
    byte[] bytes = versionOne(new byte[100], 1, 2, 3);

    assertThat(AnswerCodec.decode(bytes)).isNull();
  }

  @Example
  void whatIsTooLongDoesNotFit() {
    byte[] body = new byte[10];
    String x = "x";

    assertThat(AnswerCodec.fits(new Answer(200, x.repeat(255), body, x.repeat(65_535)))).isTrue();
    assertThat(AnswerCodec.fits(new Answer(200, x.repeat(256), body))).isFalse();
    assertThat(AnswerCodec.fits(new Answer(200, x, body, x.repeat(65_536)))).isFalse();
    assertThat(AnswerCodec.fits(Answer.json(new byte[AnswerCodec.LONGEST_BODY + 1]))).isFalse();
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
