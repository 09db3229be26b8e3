package io.wattflow.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesTableTest {
  /** All hashes equal: the keys alone must tell the series apart and order them. */
  @Test
  void collidingHashesStillHaveOneOrder() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ids.add("device-" + i);
    }
    List<SeriesKey> ordered = inCanonicalOrder(ids);
    assertThat(ordered).hasSize(100).doesNotHaveDuplicates();
    for (long seed = 0; seed < 5; seed++) {
      Collections.shuffle(ids, new Random(seed));
      assertThat(inCanonicalOrder(ids)).as("seed %d", seed).isEqualTo(ordered);
    }
  }

  private static List<SeriesKey> inCanonicalOrder(List<String> ids) {
    SeriesTable table = new SeriesTable();
    for (int i = 0; i < ids.size(); i++) {
      byte[] id = ids.get(i).getBytes(StandardCharsets.UTF_8);
      assertThat(table.indexOf(1234, 1, 1, id, 0, id.length)).isEqualTo(i);
      assertThat(table.indexOf(1234, 1, 1, id, 0, id.length)).isEqualTo(i);
    }
    List<SeriesKey> keys = new ArrayList<>();
    for (int series : table.canonicalOrder()) {
      keys.add(table.key(series));
    }
    return keys;
  }
}
