package io.wattflow.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against the strict mode of the JDK's decoder. */
class StrictUtf8Test {
  @Provide
  Arbitrary<byte[]> bytesAroundTheRules() {
    return Arbitraries.of(
            0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
            0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
        .map(Integer::byteValue)
        .array(byte[].class)
        .ofMaxSize(6);
  }

  @Property(tries = 20_000)
  void agreesWithTheJdk(@ForAll("bytesAroundTheRules") byte[] bytes) {
    assertThat(StrictUtf8.isValid(bytes, 0, bytes.length)).isEqualTo(jdkAccepts(bytes));
  }

  @Property
  void acceptsTextAndLooksAtItsSliceOnly(@ForAll String text) {
    byte[] encoded = text.getBytes(UTF_8);
    byte[] framed = new byte[encoded.length + 2];
    framed[0] = (byte) 0xff;
    System.arraycopy(encoded, 0, framed, 1, encoded.length);
    framed[framed.length - 1] = (byte) 0xff;
    assertThat(StrictUtf8.isValid(framed, 1, encoded.length)).isTrue();
  }

  @Example
  void everyPairAndTripleOfBytesThatStartsAboveAscii() {
    for (int first = 0x80; first < 0x100; first++) {
      for (int second = 0; second < 0x100; second++) {
        byte[] pair = {(byte) first, (byte) second};
        byte[] triple = {(byte) first, (byte) second, (byte) 0x80};
        byte[] quadruple = {(byte) first, (byte) second, (byte) 0x80, (byte) 0xbf};
        for (byte[] bytes : new byte[][] {pair, triple, quadruple}) {
          assertThat(StrictUtf8.isValid(bytes, 0, bytes.length)).isEqualTo(jdkAccepts(bytes));
        }
      }
    }
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
