package io.wattflow.integration.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.integration.kit.Scenario;
import io.wattflow.integration.kit.Scripts;
import io.wattflow.integration.kit.WattflowExtension;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.schemas.avro.DeadLetter;
import io.wattflow.schemas.wire.DeadLetterCodec;
import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Malformation;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.ProducedRecord.Kind;
import io.wattflow.simulation.live.TopicReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever bytes the topic holds, each record is a reading or a dead letter, and the job runs on.
 */
@ExtendWith(WattflowExtension.class)
class BadInputIT {
  private static final long SEED = 14;
  private static final int GARBAGE = 10_000;

  @Test
  void everyBadRecordIsADeadLetterAndTheJobRunsOn(Scenario scenario) throws Exception {
    // A malformed record beside every good one, of each kind in turn.
    Faults spoilt = new Faults(0, 0, 0, 0, 0, 0, 1, Duration.ZERO, Duration.ofMinutes(8));
    List<ProducedRecord> records = Scripts.household(SEED, 40, Duration.ofMinutes(10), spoilt);
    int half = records.size() / 2;

    scenario
        .produce(records.subList(0, half))
        .startStream()
        .produce(garbage(records))
        .produce(records.subList(half, records.size()))
        .produceNull(records.get(0).eventTimeMillis())
        .awaitAgreement();

    assertThat(scenario.stream().counter(StreamJob.RECORDS_READ))
        .as("records read: more than were sent would mean that the job was restarted")
        .isEqualTo(scenario.produced());
    compareWithOriginals(scenario);
  }

  /** Random bytes, and good payloads with a few bytes changed or cut that do not decode. */
  private static List<ProducedRecord> garbage(List<ProducedRecord> good) {
    SplittableRandom random = new SplittableRandom(SEED);
    ReadingDecoder decoder = new ReadingDecoder();
    DecodedReading holder = new DecodedReading();
    List<ProducedRecord> flood = new ArrayList<>();
    while (flood.size() < GARBAGE) {
      ProducedRecord model = good.get(random.nextInt(good.size()));
      byte[] payload = random.nextBoolean() ? noise(random) : mutant(model.payload(), random);
      DecodeFailure failure = decoder.decode(payload, holder);
      if (failure != null) {
        flood.add(
            new ProducedRecord(
                model.key(),
                payload,
                model.eventTimeMillis(),
                Kind.MALFORMED,
                null,
                failure.name()));
      }
    }
    return flood;
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] mutant(byte[] payload, SplittableRandom random) {
    byte[] bytes = Arrays.copyOf(payload, random.nextInt(Math.min(payload.length, 400) + 1));
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** Each dead letter holds the key and bytes that stand at the place it names. */
  private static void compareWithOriginals(Scenario scenario) throws Exception {
    String bootstrap = scenario.platform().kafkaBootstrap();
    Map<String, ConsumerRecord<byte[], byte[]>> originals = new HashMap<>();
    TopicReader.readAll(bootstrap, scenario.topic())
        .forEach(r -> originals.put(r.topic() + "-" + r.partition() + "-" + r.offset(), r));
    List<ConsumerRecord<byte[], byte[]>> letters =
        TopicReader.readAll(bootstrap, scenario.deadLetterTopic());

    Set<String> places = new TreeSet<>();
    Set<String> reasons = new TreeSet<>();
    for (ConsumerRecord<byte[], byte[]> record : letters) {
      DeadLetter letter = DeadLetterCodec.decode(record.value());
      String place = letter.getTopic() + "-" + letter.getPartition() + "-" + letter.getOffset();
      ConsumerRecord<byte[], byte[]> original = originals.get(place);
      assertThat(original).as(place).isNotNull();
      assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(place);
      assertThat(bytes(letter.getPayload())).as("bytes of %s", place).isEqualTo(orEmpty(original));
      ByteBuffer key = letter.getKey();
      assertThat(key == null ? null : bytes(key)).as("key of %s", place).isEqualTo(original.key());
      assertThat(letter.getDetail()).as("detail of %s", place).isNotBlank();
      places.add(place);
      reasons.add(letter.getReason());
    }
    assertThat(places).as("each is there once").hasSameSizeAs(letters);
    assertThat(reasons)
        .containsAll(Arrays.stream(Malformation.values()).map(Malformation::reason).toList());
    scenario.say("%,d dead letters hold their originals; reasons %s", letters.size(), reasons);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] orEmpty(ConsumerRecord<byte[], byte[]> original) {
    return original.value() == null ? new byte[0] : original.value();
  }
}
