package io.wattflow.services.analytics.answers;

import java.util.ArrayList;
import java.util.List;

/** The bits of a rollup's quality, by their names in {@code docs/energy.md}. */
final class Quality {
  private static final List<String> NAMES =
      List.of("ESTIMATED", "GAP", "RESET", "ROLLOVER", "METER_SWAP", "CONFLICT");

  private Quality() {}

  static List<String> flags(int quality) {
    List<String> flags = new ArrayList<>();
    for (int bit = 0; bit < NAMES.size(); bit++) {
      if ((quality >> bit & 1) == 1) {
        flags.add(NAMES.get(bit));
      }
    }
    return flags;
  }
}
