package io.wattflow.services.analytics.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * A key that signs tokens, for those who have no identity provider: an EC key on P-256 in a file as
 * a JWK, readable by its owner only.
 */
final class TokenKey {
  static final String PRIVATE_FILE = "token-key.json";
  static final String PUBLIC_FILE = "jwks.json";

  private final ECKey key;

  private TokenKey(ECKey key) {
    this.key = key;
  }

  /**
   * Makes a key, and the folder if need be: the private one, and a set with the public one.
   *
   * @throws TokenKeyException if there is one already, which tokens in use may be signed with
   */
  static TokenKey init(Path folder) {
    Path secret = folder.resolve(PRIVATE_FILE);
    try {
      ECKey made =
          new ECKeyGenerator(Curve.P_256)
              .algorithm(JWSAlgorithm.ES256)
              .keyUse(KeyUse.SIGNATURE)
              .keyIDFromThumbprint(true)
              .generate();
      Files.createDirectories(folder);
      write(secret, made.toJSONString(), ownerOnly(folder));
      write(folder.resolve(PUBLIC_FILE), new JWKSet(made).toString(true));
      return new TokenKey(made);
    } catch (FileAlreadyExistsException e) {
      throw new TokenKeyException(
          e.getFile() + " is there already: remove it first, or take another folder", e);
    } catch (IOException e) {
      throw unusable(folder, "be written", e);
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static void write(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, attributes)) {
      ByteBuffer content = StandardCharsets.UTF_8.encode(text + System.lineSeparator());
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Reads a private key.
   *
   * @throws TokenKeyException if there is none
   */
  static TokenKey read(Path file) {
    try {
      ECKey key = ECKey.parse(Files.readString(file, StandardCharsets.UTF_8));
      if (key.isPrivate() && key.getCurve().equals(Curve.P_256)) {
        return new TokenKey(key);
      }
      throw new TokenKeyException(file + " is not the private key of `wattflow tokens init`", null);
    } catch (NoSuchFileException e) {
      throw new TokenKeyException(
          file + ": there is no such file; `bin/wattflow tokens init --dir=<folder>` makes one", e);
    } catch (IOException e) {
      throw unusable(file, "be read", e);
    } catch (ParseException | IllegalArgumentException e) {
      // Not the parser's words, which may quote the key.
      throw new TokenKeyException(file + " is not the private key of `wattflow tokens init`", e);
    }
  }

  private static TokenKeyException unusable(Path file, String what, IOException cause) {
    return new TokenKeyException(
        "%s cannot %s: %s %s"
            .formatted(file, what, cause.getClass().getSimpleName(), cause.getMessage()),
        cause);
  }

  String id() {
    return key.getKeyID();
  }

  /** A token of a user, with what {@code --issuer} and {@code --audience} of a service ask for. */
  String issue(
      long userId, Instant now, Instant until, Optional<String> issuer, Optional<String> audience) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .claim(TokenRules.USER_ID, userId)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(until));
    issuer.ifPresent(claims::issuer);
    audience.ifPresent(claims::audience);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a private key on P-256 signs by ES256", e);
    }
    return token.serialize();
  }
}
