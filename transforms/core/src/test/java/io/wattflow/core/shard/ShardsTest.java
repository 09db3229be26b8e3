package io.wattflow.core.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShardsTest {
  private static int shard(String id, int shards) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    return Shards.shardOf(bytes, 0, bytes.length, shards);
  }

  /** These numbers are a contract with state that was written earlier: they must never change. */
  @Test
  void golden() {
    assertThat(Shards.hash(new byte[0], 0, 0)).isEqualTo(0L);
    assertThat(Shards.hash("a".getBytes(StandardCharsets.UTF_8), 0, 1))
        .isEqualTo(-8344464551560570229L);
    assertThat(shard("meter-00000001", 64)).isEqualTo(35);
    assertThat(shard("meter-00000002", 64)).isEqualTo(47);
    assertThat(shard("550e8400-e29b-41d4-a716-446655440000", 64)).isEqualTo(55);
    assertThat(shard("Zähler", 64)).isEqualTo(26);
    assertThat(shard("meter-00000001", 7)).isEqualTo(3);
    assertThat(shard("anything", 1)).isZero();
  }

  @Test
  void takesASlice() {
    byte[] padded = "xxmeter-00000001yy".getBytes(StandardCharsets.UTF_8);
    assertThat(Shards.shardOf(padded, 2, padded.length - 4, 64))
        .isEqualTo(shard("meter-00000001", 64));
  }

  @Test
  void sequentialIdsSpreadEvenly() {
    for (int shards : new int[] {2, 64, 100}) {
      int[] counts = new int[shards];
      for (int i = 0; i < 100_000; i++) {
        counts[shard("device-" + i, shards)]++;
      }
      double expected = 100_000.0 / shards;
      double chiSquare = 0;
      for (int count : counts) {
        chiSquare += (count - expected) * (count - expected) / expected;
      }
      // Mean shards - 1, variance 2 * (shards - 1): six deviations above are beyond chance.
      assertThat(chiSquare).isLessThan(shards - 1 + 6 * Math.sqrt(2.0 * (shards - 1)));
    }
  }

  @Test
  void refusesNoShards() {
    assertThatIllegalArgumentException().isThrownBy(() -> shard("a", 0));
  }
}
