package io.wattflow.services.ingestion.body;

import static io.wattflow.services.ingestion.body.BodyFixture.GOOD;
import static io.wattflow.services.ingestion.body.BodyFixture.NOW;
import static io.wattflow.services.ingestion.body.BodyFixture.decoded;
import static io.wattflow.services.ingestion.body.BodyFixture.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Good bodies with bytes changed, cut out and doubled: each is read or refused, nothing else
 * happens; and what is accepted decodes.
 */
class MutatedBodiesPropertyTest {
  private static final byte[] STRUCTURE = "{}[]\",:\\u0000d8-+.eE17 \n\r\t".getBytes(UTF_8);

  @Property(tries = 3_000)
  void aBodyIsReadOrRefused(@ForAll long seed, @ForAll BodyFormat format) {
    Random random = new Random(seed);
    byte[] body = goodBody(format);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      body = mutated(body, random);
    }
    try {
      ReadingBatch batch = BodyFixture.parse(format, body);
      assertThat(batch.size()).isPositive();
      assertThat(decoded(batch)).hasSize(batch.accepted().size());
      assertThat(batch.rejected())
          .allSatisfy(rejection -> assertThat(rejection.detail()).isNotBlank());
    } catch (MalformedBodyException refused) {
      assertThat(refused.status()).isBetween(400, 499);
      assertThat(refused.reason()).matches("[A-Z_0-9]+");
    }
  }

  private static byte[] goodBody(BodyFormat format) {
    String odd = with("\"sequence\":7,\"more\":{\"a\":[1,2,\"\\ud83d\\ude00\"]}");
    return switch (format) {
      case JSON -> ("[" + GOOD + "," + odd + "]").getBytes(UTF_8);
      case NDJSON -> (GOOD + "\n" + odd + "\n").getBytes(UTF_8);
      case AVRO -> {
        byte[] one =
            new ReadingEncoder()
                .encode(
                    new DecodedReading()
                        .set("meter-1", 42, DeviceType.METER, NOW, 431.5)
                        .setSequence(7));
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        yield two;
      }
    };
  }

  private static byte[] mutated(byte[] body, Random random) {
    if (body.length == 0) {
      return body;
    }
    int at = random.nextInt(body.length);
    byte[] changed = body.clone();
    switch (random.nextInt(5)) {
      case 0 -> changed[at] = (byte) random.nextInt(256);
      case 1 -> changed[at] = STRUCTURE[random.nextInt(STRUCTURE.length)];
      case 2 -> changed = Arrays.copyOf(body, at);
      case 3 -> changed = Arrays.copyOfRange(body, at, body.length);
      default -> {
        changed = Arrays.copyOf(body, body.length + at);
        System.arraycopy(body, 0, changed, body.length, at);
      }
    }
    return changed;
  }
}
