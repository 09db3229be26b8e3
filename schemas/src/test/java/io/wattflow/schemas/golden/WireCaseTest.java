package io.wattflow.schemas.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.DecoderOptions;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.schemas.wire.RegistryOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every golden wire case through the decoder, as far as decoding goes. */
class WireCaseTest {
  static List<WireCase> cases() {
    return WireCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decodesAsTheFileSays(WireCase wireCase) throws IOException {
    try (RegistryContractServer registry = RegistryContractServer.knowing(wireCase.registry())) {
      DecoderOptions options =
          wireCase.registry().isEmpty()
              ? DecoderOptions.DEFAULTS
              : DecoderOptions.DEFAULTS.withRegistry(
                  RegistryOptions.at(registry.url()).withRetryFor(Duration.ZERO));
      ReadingDecoder decoder = new ReadingDecoder(options);
      DecodedReading actual = new DecodedReading();

      DecodeFailure failure = decoder.decode(wireCase.payload(), actual);

      if (wireCase.stage() == WireCase.Stage.DECODE) {
        assertThat(failure).isEqualTo(DecodeFailure.valueOf(reasonOf(wireCase)));
        assertThat(decoder.detail()).isNotBlank().doesNotContain("\n");
      } else {
        assertThat(failure).as(decoder.detail()).isNull();
        DecodedReading expected = wireCase.reading();
        if (expected != null) {
          assertThat(actual.sameAs(expected)).as("%s is %s", actual, expected).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itDoesNotMatterWhereInAnArrayAPayloadLies(WireCase wireCase) {
    byte[] payload = wireCase.payload();
    byte[] buffer = new byte[payload.length + 20];
    Arrays.fill(buffer, (byte) 0xC3);
    System.arraycopy(payload, 0, buffer, 13, payload.length);
    ReadingDecoder alone = new ReadingDecoder();
    ReadingDecoder within = new ReadingDecoder();
    DecodedReading expected = new DecodedReading();
    DecodedReading actual = new DecodedReading();

    DecodeFailure failure = alone.decode(payload, expected);

    assertThat(within.decode(buffer, 13, payload.length, actual)).isEqualTo(failure);
    assertThat(within.detail()).isEqualTo(alone.detail());
    if (failure == null) {
      assertThat(actual.sameAs(expected)).as("%s is %s", actual, expected).isTrue();
    }
    assertThat(ReadingDecoder.peekEventTime(buffer, 13, payload.length, -7))
        .isEqualTo(ReadingDecoder.peekEventTime(payload, -7));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesAReasonWhereItIsRefusedAndAReadingWhereItIsAccepted(WireCase wireCase) {
    if (wireCase.stage() == WireCase.Stage.ACCEPT) {
      assertThat(wireCase.reason()).isNull();
      assertThat(wireCase.reading()).isNotNull();
    } else {
      assertThat(wireCase.reason()).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void peeksTheEventTimeOfWhatWillBeAccepted(WireCase wireCase) {
    DecodedReading reading = wireCase.reading();
    if (reading != null && wireCase.registry().isEmpty()) {
      assertThat(ReadingDecoder.peekEventTime(wireCase.payload(), -7))
          .isEqualTo(reading.eventTimeMillis());
    }
  }

  @Test
  void indexListsTheFilesOfTheFolder() throws IOException, URISyntaxException {
    Path index =
        Path.of(Objects.requireNonNull(getClass().getResource("/golden/wire/index.txt")).toURI());
    try (Stream<Path> files = Files.list(Objects.requireNonNull(index.getParent()))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(file -> file.endsWith(".json"))
                  .map(file -> file.substring(0, file.length() - ".json".length())))
          .containsExactlyInAnyOrderElementsOf(WireCase.names());
    }
  }

  @Test
  void everyDecodeFailureHasACase() {
    Set<DecodeFailure> covered = EnumSet.noneOf(DecodeFailure.class);
    for (WireCase wireCase : WireCase.all()) {
      if (wireCase.stage() == WireCase.Stage.DECODE) {
        covered.add(DecodeFailure.valueOf(reasonOf(wireCase)));
      }
    }
    assertThat(Arrays.asList(DecodeFailure.values())).allMatch(covered::contains);
  }

  private static String reasonOf(WireCase wireCase) {
    return Objects.requireNonNull(wireCase.reason());
  }
}
