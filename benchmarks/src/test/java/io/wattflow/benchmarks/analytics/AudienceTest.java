package io.wattflow.benchmarks.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private static final Instant NOW = Instant.parse("2026-11-27T09:41:20Z");
  private static final Instant HOUR = Instant.parse("2026-11-27T09:00:00Z");

  private final Tokens tokens = new Tokens();
  private final Audience people = audience(1_000, 1_001, 1_002);

  private Audience audience(long... users) {
    List<Household> households =
        LongStream.of(users).mapToObj(user -> new Household(user, new TreeMap<>())).toList();
    return new Audience(households, 1, tokens);
  }

  private static Instant parameter(Asked asked, String name) {
    for (String pair : URI.create(asked.uri()).getQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Instant.parse(pair.substring(name.length() + 1));
      }
    }
    throw new AssertionError("no " + name + " in " + asked.uri());
  }

  @Test
  void theFourQuestionsComeAlikeAndTheFirstUserMostOften() {
    Map<String, Integer> names = new HashMap<>();
    Map<Long, Integer> users = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      Asked asked = people.popular();
      assertThat(asked.uri()).isEqualTo("/v1/users/" + asked.userId() + "/" + asked.name());
      names.merge(asked.name(), 1, Integer::sum);
      users.merge(asked.userId(), 1, Integer::sum);
    }

    assertThat(names.keySet()).containsExactlyInAnyOrderElementsOf(Audience.POPULAR);
    assertThat(Collections.min(names.values())).isGreaterThan(850);
    assertThat(users.get(1_000L)).isGreaterThan(users.get(1_001L));
    assertThat(users.get(1_001L)).isGreaterThan(users.get(1_002L));
  }

  @Test
  void chartsLieInTheHistoryAndHardlyRepeat() {
    Set<String> uris = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Asked chart = people.chart(NOW);
      Instant from = parameter(chart, "from");
      Instant to = parameter(chart, "to");
      assertThat(to).isBeforeOrEqualTo(HOUR);
      assertThat(from).isAfterOrEqualTo(HOUR.minus(Duration.ofDays(30)));
      assertThat(Duration.between(from, to)).isBetween(Duration.ofDays(1), Duration.ofDays(7));
      uris.add(chart.uri());
    }
    assertThat(uris).hasSizeGreaterThan(990);
  }

  @Test
  void anAudienceAlwaysAsksTheSameAndItsPartsDoNot() {
    List<String> first = uris(audience(1_000, 1_001, 1_002));

    assertThat(uris(people)).isEqualTo(first);
    assertThat(uris(people.split())).isNotEqualTo(first);
  }

  private static List<String> uris(Audience audience) {
    return Stream.generate(() -> audience.popular().uri()).limit(50).toList();
  }

  @Test
  void tokensAreOfTheUserAndSignedByTheKeyOfTheSet() throws Exception {
    String token = people.popular().authorization().substring(Audience.BEARER.length());
    String[] parts = tokens.of(42).split("\\.", -1);
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    JsonNode key = new ObjectMapper().readTree(tokens.keySet()).at("/keys/0");

    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(
                    NamedParameterSpec.ED25519,
                    point(Base64.getUrlDecoder().decode(key.get("x").textValue())))));
    signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));

    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    assertThat(claims.get("user_id").longValue()).isEqualTo(42);
    assertThat(Instant.ofEpochSecond(claims.get("exp").longValue()))
        .isAfter(Instant.now().plus(Duration.ofHours(12)));
    assertThat(token.split("\\.", -1)).hasSize(3);
  }

  /** As RFC 8032, section 5.1.3, decodes it: little-endian, the sign of x in the highest bit. */
  private static EdECPoint point(byte[] x) {
    byte[] y = x.clone();
    for (int i = 0; i < y.length / 2; i++) {
      byte swapped = y[i];
      y[i] = y[y.length - 1 - i];
      y[y.length - 1 - i] = swapped;
    }
    boolean odd = y[0] < 0;
    y[0] &= 0x7f;
    return new EdECPoint(odd, new BigInteger(1, y));
  }
}
