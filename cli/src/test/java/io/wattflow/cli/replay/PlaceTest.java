package io.wattflow.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  @Test
  void aTopicMayHaveDashesAndNumbers() {
    Place place = new Place("telemetry-data-2", 3, 123_456_789_012L);

    assertThat(place).hasToString("telemetry-data-2-3-123456789012");
    assertThat(Place.parse(place.toString())).contains(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "t", "t-1", "t-1-", "-1-2", "t-x-1", "a/b-1-2", "t-1-2 ", "t-99999999999-1"})
  void anythingElseIsNone(String text) {
    assertThat(Place.parse(text)).isEmpty();
  }
}
