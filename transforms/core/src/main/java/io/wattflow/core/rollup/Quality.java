package io.wattflow.core.rollup;

import java.util.ArrayList;
import java.util.List;

/**
 * The bits of a row's quality: 0 is a window that was fully observed, without anything peculiar.
 */
public final class Quality {
  /**
   * Part of the energy was bridged over two or more missed reports, even if that part happens to be
   * 0.
   */
  public static final int ESTIMATED = 1;

  /** Part of the window was not observed: covered is less than the window's length. */
  public static final int GAP = 2;

  /** An energy counter started again at zero. */
  public static final int RESET = 4;

  /** An energy counter rolled over at its configured modulus. */
  public static final int ROLLOVER = 8;

  /**
   * A step of an energy counter was not plausible and counted nothing: another meter, most likely.
   */
  public static final int METER_SWAP = 16;

  /** Several payloads came for one instant, and one of them won. */
  public static final int CONFLICT = 32;

  /** All bits that a partial may carry; {@link #GAP} needs the bounds of a window. */
  static final int INNER = ESTIMATED | RESET | ROLLOVER | METER_SWAP | CONFLICT;

  /** By their bits, from the lowest. */
  private static final List<String> NAMES =
      List.of("ESTIMATED", "GAP", "RESET", "ROLLOVER", "METER_SWAP", "CONFLICT");

  private Quality() {}

  /**
   * The names of the bits of a quality, from the lowest, as {@code docs/energy.md} has them; bits
   * that are none of the above have no names.
   */
  public static List<String> flags(int quality) {
    List<String> flags = new ArrayList<>();
    for (int bit = 0; bit < NAMES.size(); bit++) {
      if ((quality >> bit & 1) == 1) {
        flags.add(NAMES.get(bit));
      }
    }
    return List.copyOf(flags);
  }
}
