package io.wattflow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void defaults() {
    assertThat(DecoderOptions.DEFAULTS.maxPayloadBytes()).isEqualTo(65_536);
    assertThat(DecoderOptions.DEFAULTS.registry()).isNull();
    RegistryOptions registry = RegistryOptions.at("http://registry:8081");
    assertThat(registry.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(registry.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(registry.retryFor()).isEqualTo(Duration.ofSeconds(30));
    assertThat(registry.unknownIdTtl()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    DecoderOptions options =
        DecoderOptions.DEFAULTS
            .withMaxPayloadBytes(1000)
            .withRegistry(RegistryOptions.at("https://user:secret@registry/api"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(options);
    }
    assertThat(options.toString()).contains("registry/api").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry:8081",
        "ftp://registry",
        "http:///path",
        "",
        "/schemas",
        "http://user:secret@bad host/",
        "http://user:secret@bad_host:x/"
      })
  void refusesABadUrlWithoutShowingThePassword(String url) {
    assertThatThrownBy(() -> RegistryOptions.at(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema registry")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void namesTheBadField() {
    RegistryOptions good = RegistryOptions.at("http://registry");
    assertThatThrownBy(() -> good.withRequestTimeout(Duration.ZERO))
        .hasMessageContaining("requestTimeout");
    assertThatThrownBy(() -> good.withRetryFor(Duration.ofSeconds(-1)))
        .hasMessageContaining("retryFor");
    assertThatThrownBy(() -> good.withUnknownIdTtl(Duration.ofSeconds(-1)))
        .hasMessageContaining("unknownIdTtl");
    assertThatThrownBy(() -> DecoderOptions.DEFAULTS.withMaxPayloadBytes(15))
        .hasMessageContaining("maxPayloadBytes");
  }

  @Test
  void addressesAreBuiltFromTheUrl() {
    assertThat(RegistryOptions.at("http://u:p@registry:8081").schemaAddress(7))
        .hasToString("http://registry:8081/schemas/ids/7");
    assertThat(RegistryOptions.at("https://registry/api/ccompat/v7/").schemaAddress(7))
        .hasToString("https://registry/api/ccompat/v7/schemas/ids/7");
    assertThat(RegistryOptions.at("http://[::1]:8081").schemaAddress(7))
        .hasToString("http://[::1]:8081/schemas/ids/7");
  }
}
