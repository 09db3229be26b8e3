package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void controlCharactersDoATerminalNoHarm() {
    assertThat(Printable.text("a\u001b[2Jb\nc\u202ed")).isEqualTo("a?[2Jb?c?d");
    assertThat(Printable.text("Zähler 7")).isEqualTo("Zähler 7");
  }

  @Test
  void aKeyIsTextIfItIsOne() {
    assertThat(Printable.bytes("meter-1".getBytes(UTF_8))).isEqualTo("\"meter-1\"");
    assertThat(Printable.bytes(new byte[] {0, (byte) 0xff})).isEqualTo("0x00ff");
    assertThat(Printable.bytes("a\u001b".getBytes(UTF_8))).isEqualTo("0x611b");
    assertThat(Printable.bytes(new byte[0])).isEqualTo("0x");
  }

  @Test
  void bytesAreDumpedWithOffsetsAndAscii() {
    byte[] bytes = "0123456789abcdefXY".getBytes(UTF_8);
    bytes[3] = 0x1b;

    assertThat(Printable.dump(bytes, 100))
        .isEqualTo(
            """
              00000000  30 31 32 1b 34 35 36 37  38 39 61 62 63 64 65 66  |012.456789abcdef|
              00000010  58 59                                             |XY|
            """);
    assertThat(Printable.dump(bytes, 2).lines()).hasSize(1).allMatch(line -> line.endsWith("|01|"));
    assertThat(Printable.dump(bytes, 0)).isEmpty();
  }
}
