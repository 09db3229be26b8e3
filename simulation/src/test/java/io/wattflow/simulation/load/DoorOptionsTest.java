package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:3002, 127.0.0.1, 3002, /v1/telemetry",
    "http://door/, door, 80, /v1/telemetry",
    "https://door, door, 443, /v1/telemetry",
    "https://door:8443/in/, door, 8443, /in/v1/telemetry",
    "http://[::1]:3002, ::1, 3002, /v1/telemetry",
  })
  void theDoorIsBelowTheAddress(URI url, String host, int port, String path) {
    DoorOptions options = DoorOptions.of(url, 1, null);

    assertThat(options.host()).isEqualTo(host);
    assertThat(options.port()).isEqualTo(port);
    assertThat(options.path()).isEqualTo(path);
    assertThat(options.tls()).isEqualTo(url.getScheme().equals("https"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"door", "ftp://door", "http:door", "//door:3002"})
  void anythingElseIsNoAddress(String url) {
    assertThatThrownBy(() -> DoorOptions.of(URI.create(url), 1, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url");
  }

  @Test
  void wrongNumbersNameTheField() {
    assertThatThrownBy(() -> DoorOptions.of(URI.create("http://d"), 0, null))
        .hasMessageContaining("connections");
  }
}
