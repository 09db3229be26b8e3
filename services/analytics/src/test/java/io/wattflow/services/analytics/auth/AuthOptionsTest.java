package io.wattflow.services.analytics.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.wattflow.services.http.ServiceStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthOptionsTest {
  private final Path folder;

  AuthOptionsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static AuthOptions of(String source) {
    return new AuthOptions(source, Optional.empty(), Optional.empty());
  }

  private void refuse(String content, String reason) throws Exception {
    Path file = Files.writeString(folder.resolve("jwks.json"), content);
    assertThatThrownBy(() -> of("jwks:" + file).open())
        .isInstanceOf(ServiceStartException.class)
        .hasMessageStartingWith("--auth: " + file)
        .hasMessageContaining(reason)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
  }

  @Test
  void noneLetsEverybodyIn() throws Exception {
    assertThat(of("none").isOpen()).isTrue();
    try (Authenticator open = of("none").open()) {
      assertThat(open.authenticate(null).result()).isEqualTo(Caller.ANYBODY);
      assertThat(open.authenticate("Bearer nonsense").result()).isEqualTo(Caller.ANYBODY);
      assertThat(open.trouble()).isEmpty();
    }
  }

  @Test
  void aFileWithPublicKeysIsOpened() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("jwks.json"), SigningKeys.jwks(SigningKeys.EC.toPublicJWK()));
    try (Authenticator authenticator = of("jwks:" + file).open()) {
      assertThat(authenticator.trouble()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jwks: | write jwks:<file>",
        "keys.json | write jwks:<file>",
        "NONE | write jwks:<file>",
        "jwks:/no/such/file.json | there is no such file",
        "jwks:http://id.example/jwks | need https",
        "jwks:https:///jwks | needs a host",
        "jwks:https://user:pw@id.example/jwks | no password",
        "jwks:https://id example/ | not an address",
      })
  void whatCannotWorkIsSaidInOneLine(String source, String reason) {
    assertThatThrownBy(() -> of(source).open())
        .isInstanceOf(ServiceStartException.class)
        .hasMessageStartingWith("--auth: ")
        .hasMessageContaining(reason)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> of("jwks:" + folder).open())
        .isInstanceOf(ServiceStartException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aFileWithoutAUsableKeyIsRefused() throws Exception {
    refuse("", "not a JSON Web Key Set");
    refuse("{}", "not a JSON Web Key Set");
    refuse("[]", "not a JSON Web Key Set");
    refuse("{\"keys\":[]}", "0 usable keys");
    refuse(new JWKSet(SigningKeys.RSA).toString(false), "private");
    refuse(
        new JWKSet(new OctetSequenceKey.Builder(new byte[32]).keyID("secret").build())
            .toString(false),
        "symmetric");
    ECKey encrypts =
        new ECKey.Builder(SigningKeys.EC.toPublicJWK()).keyUse(KeyUse.ENCRYPTION).build();
    refuse(SigningKeys.jwks(encrypts), "0 usable keys");
    ECKey other =
        new ECKey.Builder(SigningKeys.EC.toPublicJWK()).algorithm(JWSAlgorithm.ES384).build();
    refuse(SigningKeys.jwks(other), "0 usable keys");
    JWK small = new RSAKeyGenerator(1_024, true).keyID("small").generate().toPublicJWK();
    refuse(SigningKeys.jwks(small), "0 usable keys");
  }

  @Test
  void aPrivateKeyIsNotQuoted() throws Exception {
    Path file = Files.writeString(folder.resolve("k"), SigningKeys.EC.toJSONString());
    assertThatThrownBy(() -> of("jwks:" + file).open())
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .doesNotContain(SigningKeys.EC.getD().toString())
                    .hasSizeLessThan(300));
  }
}
