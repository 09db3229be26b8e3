package io.wattflow.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayMarkTest {
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00.123Z");
  private static final ReplayMark BEGUN = new ReplayMark("0a1b", "telemetry-data", null, AT);
  private static final ReplayMark SENT =
      new ReplayMark("0a1b", "telemetry-data", new Place("telemetry-data", 3, 1L << 40), AT);

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(ReplayMark.decode(BEGUN.encode())).isEqualTo(BEGUN);
    assertThat(ReplayMark.decode(SENT.encode())).isEqualTo(SENT);
    assertThat(BEGUN.isSent()).isFalse();
    assertThat(SENT.isSent()).isTrue();
  }

  @Test
  void theFormIsForOthersToReadToo() {
    assertThat(new String(SENT.encode(), UTF_8))
        .isEqualTo(
            "{\"payload_sha256_128\":\"0a1b\",\"topic\":\"telemetry-data\",\"partition\":3,"
                + "\"offset\":1099511627776,\"at\":\"2026-11-23T12:00:00.123Z\"}");
  }

  @Test
  void theKeyHasTheTopicAndTheDigest() {
    assertThat(SENT.key(new Place("old-data", 0, 7))).isEqualTo("old-data-0-7/telemetry-data/0a1b");
  }

  @Test
  void aLaterVersionMayAddFields() throws IOException {
    String text = new String(BEGUN.encode(), UTF_8).replace("}", ",\"by\":{\"who\":[1]}}");

    assertThat(ReplayMark.decode(text.getBytes(UTF_8))).isEqualTo(BEGUN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "sent",
        "{\"payload_sha256_128\":\"0a\",\"topic\":\"t\"}",
        "{\"payload_sha256_128\":\"0a\",\"topic\":\"t\",\"at\":\"now\"}",
        "{\"payload_sha256_128\":\"0a\",\"topic\":\"t\",\"offset\":1,\"at\":\"2026-11-23T12:00:00Z\"}",
        "{\"payload_sha256_128\":\"0a\",\"topic\":\"t\",\"partition\":0,\"offset\":\"x\","
            + "\"at\":\"2026-11-23T12:00:00Z\"}",
      })
  void whatIsNoMarkIsAnError(String value) {
    assertThatThrownBy(() -> ReplayMark.decode(value.getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
