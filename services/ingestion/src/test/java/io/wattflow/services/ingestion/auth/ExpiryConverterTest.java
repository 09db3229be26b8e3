package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ExpiryConverterTest {
  private final ExpiryConverter converter =
      new ExpiryConverter(Clock.fixed(Instant.parse("2026-11-26T12:00:00.5Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "10s, 2026-11-26T12:00:10Z",
    "12h, 2026-11-27T00:00:00Z",
    "90d, 2027-02-24T12:00:00Z",
    "PT36H, 2026-11-28T00:00:00Z",
    "36525d, 2126-11-27T12:00:00Z",
    "2027-01-31T00:00:00.9Z, 2027-01-31T00:00:00Z",
  })
  void durationsAndInstantsAreRead(String text, Instant expected) {
    assertThat(converter.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "10", "36526d", "999999999999d", "2027-01-31", "P1Y"})
  void anythingElseIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("90d")
        .hasMessageContaining("2027-01-31T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "100ms", "PT-5M", "2026-11-26T12:00:00Z", "1999-12-31T23:59:59Z"})
  void aKeyIsNotMadeWhenItHasExpired(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("has passed");
  }
}
