package io.wattflow.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.simulation.load.DoorAnswer.Problem;
import io.wattflow.simulation.load.DoorAnswer.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private static DoorAnswer read(int status, @Nullable String retryAfter, String body)
      throws UnreadableAnswerException {
    return AnswerReader.read(status, retryAfter, body.getBytes(UTF_8), 5);
  }

  @Test
  void aPromiseSaysHowMany() throws UnreadableAnswerException {
    DoorAnswer answer = read(202, null, "{\"accepted\":100}");

    assertThat(answer.accepted()).isEqualTo(100);
    assertThat(answer.rejected()).isEmpty();
    assertThat(answer.problem()).isNull();
    assertThat(answer.tryAgain()).isFalse();
    assertThat(answer.serviceNanos()).isEqualTo(5);
  }

  @Test
  void aMixedBatchNamesWhatWasRejected() throws UnreadableAnswerException {
    DoorAnswer answer =
        read(
            207,
            null,
            """
            {"later":{"x":[1,{"accepted":7}]},"accepted":1,"rejected":[
              {"index":1,"field":"power_watts","reason":"POWER_OUT_OF_RANGE","detail":"2e9 W"},
              {"index":2,"field":null,"reason":"MALFORMED","more":[1]}]}
            """);

    assertThat(answer.accepted()).isEqualTo(1);
    assertThat(answer.rejected())
        .containsExactly(
            new Rejection(1, "power_watts", "POWER_OUT_OF_RANGE", "2e9 W"),
            new Rejection(2, null, "MALFORMED", null));
    assertThat(answer.describe()).isEqualTo("207 POWER_OUT_OF_RANGE: 2e9 W");
  }

  @Test
  void aProblemIsReadWithItsExtensions() throws UnreadableAnswerException {
    DoorAnswer answer =
        read(
            422,
            null,
            """
            {"type":"about:blank","title":"Unprocessable","status":422,"detail":"all are invalid",
             "field":"user_id","reason":"USER_ID_NOT_POSITIVE","rejected":[{"index":0,"reason":"R"}]}
            """);

    assertThat(answer.problem())
        .isEqualTo(
            new Problem("Unprocessable", "all are invalid", "user_id", "USER_ID_NOT_POSITIVE"));
    assertThat(answer.rejected()).hasSize(1);
    assertThat(answer.describe()).isEqualTo("422 Unprocessable: all are invalid");
  }

  @Test
  void aBusyDoorSaysWhenToComeBack() throws UnreadableAnswerException {
    DoorAnswer answer = read(503, "7", "{\"title\":\"Busy\"}");

    assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(answer.tryAgain()).isTrue();
    assertThat(read(429, "soon", "").retryAfter()).isNull();
    assertThat(read(429, "99999999999999999999", "").retryAfter()).isNull();
    assertThat(read(500, null, "").tryAgain()).isTrue();
    assertThat(read(408, null, "").tryAgain()).isTrue();
    assertThat(read(404, null, "").tryAgain()).isFalse();
  }

  @Test
  void aProxysPageIsQuoted() throws UnreadableAnswerException {
    assertThat(read(502, null, "<html>\n<b>Bad\tGateway</b>" + "x".repeat(1_000)).describe())
        .startsWith("502: <html> <b>Bad Gateway</b>xxx")
        .hasSizeLessThan(250);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "OK",
        "[]",
        "{}",
        "{\"accepted\":",
        "{\"accepted\":\"1\"}",
        "{\"accepted\":1e99}"
      })
  void aPromiseWithoutANumberIsNone(String body) {
    assertThatThrownBy(() -> read(202, null, body))
        .isInstanceOf(UnreadableAnswerException.class)
        .hasMessageContaining("202");
  }
}
