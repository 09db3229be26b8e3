package io.wattflow.reports.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An hour that a local midnight or a change of price cuts into pieces, which add up to the hour
 * exactly: to cut an hour neither makes nor loses energy.
 *
 * <p>The minutes only say how to divide. Their own sum is not the hour's energy (docs/energy.md): a
 * device that reports every 15 minutes has 4 of 60 minutes, and these hold a fifteenth of it. So
 * the minutes without a row are filled by the rule of the rollups first, as far as minutes show it:
 *
 * <ul>
 *   <li>between two rows, by a straight line from the last reading of one to the first of the
 *       other, unless the silence is longer than the gap cap;
 *   <li>before the first and after the last row, by its power held, again up to the gap cap.
 * </ul>
 *
 * What the hour has more or less than the minutes so filled is divided in proportion to the filled
 * minutes of each piece.
 *
 * <p>Without the minutes, which are not kept as long as the hours, the hour is divided by time, and
 * all of it counts as estimated.
 */
final class DividedHour {
  /** Minutes of an hour. */
  static final int CELLS = 60;

  private final HourRow hour;
  private final int[] bounds;
  private final @Nullable MinuteRow[] rows = new @Nullable MinuteRow[CELLS];

  /** Energy of each minute as far as minutes show it, in µWh, and whether they do. */
  private final long[] energy = new long[CELLS];

  private final boolean[] seen = new boolean[CELLS];

  private DividedHour(HourRow hour, List<MinuteRow> minutes, int[] bounds) {
    this.hour = hour;
    this.bounds = bounds;
    for (MinuteRow minute : minutes) {
      rows[minute.cell()] = minute;
    }
  }

  /** Whether the minutes of an hour are all there: the version of an hour is the sum of theirs. */
  static boolean complete(HourRow hour, List<MinuteRow> minutes) {
    return !minutes.isEmpty()
        && minutes.stream().mapToLong(MinuteRow::version).sum() >= hour.version();
  }

  /**
   * The pieces by the minutes.
   *
   * @param bounds the first minute of each piece, the first 0, then 60 for the end
   * @param minutes of this hour, {@link #complete}
   * @param gapCapMillis the longest silence that the device's type bridges
   */
  static List<Piece> byMinutes(
      HourRow hour, List<MinuteRow> minutes, int[] bounds, long gapCapMillis) {
    DividedHour divided = new DividedHour(hour, minutes, bounds);
    divided.fill(gapCapMillis);
    return divided.pieces();
  }

  /** The pieces by their lengths alone. Each has the hour's peaks, for nobody knows better. */
  static List<Piece> byTime(HourRow hour, int[] bounds) {
    Piece whole = Piece.whole(hour);
    long[] lengths = new long[bounds.length - 1];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = bounds[i + 1] - bounds[i];
    }
    long[] energies = Apportionment.of(hour.energy(), lengths);
    long[] covered = Apportionment.of(hour.coveredMillis(), lengths);
    long[] readings = Apportionment.of(hour.readings(), lengths);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      pieces.add(
          new Piece(
              energies[i],
              Math.abs(energies[i]),
              covered[i],
              readings[i],
              whole.max(),
              whole.min()));
    }
    return pieces;
  }

  private void fill(long gapCapMillis) {
    MinuteRow before = null;
    for (int cell = 0; cell < CELLS; cell++) {
      MinuteRow row = rows[cell];
      if (row == null) {
        continue;
      }
      energy[cell] = row.energy();
      seen[cell] = true;
      if (before == null) {
        if ((row.start() - hour.start()) * 1000 <= gapCapMillis) {
          line(0, cell, row.firstMilliwatts(), row.firstMilliwatts());
        }
      } else if (row.start() * 1000 - before.lastEventMillis() <= gapCapMillis) {
        line(before.cell() + 1, cell, before.lastMilliwatts(), row.firstMilliwatts());
      }
      before = row;
    }
    if (before != null
        && (hour.start() + HourRow.SECONDS) * 1000 - before.lastEventMillis() <= gapCapMillis) {
      line(before.cell() + 1, CELLS, before.lastMilliwatts(), before.lastMilliwatts());
    }
  }

  /** Fills minutes from one power to another; each has that of its middle. */
  private void line(int from, int to, long startMilliwatts, long endMilliwatts) {
    int length = to - from;
    for (int i = 0; i < length; i++) {
      // Doubled, so that the middle of a minute is whole: 2 * length parts, of which it is 2i + 1.
      long parts = startMilliwatts * (2L * length - 2L * i - 1) + endMilliwatts * (2L * i + 1);
      // mW times a minute are 1000/60 µWh.
      energy[from + i] = Math.floorDiv(parts * 1000, 2L * length * MinuteRow.SECONDS);
      seen[from + i] = true;
    }
  }

  private List<Piece> pieces() {
    int count = bounds.length - 1;
    long[] shown = new long[count];
    long[] shownEstimated = new long[count];
    long[] shownCovered = new long[count];
    long[] seenMinutes = new long[count];
    long[] readings = new long[count];
    for (int piece = 0; piece < count; piece++) {
      for (int cell = bounds[piece]; cell < bounds[piece + 1]; cell++) {
        MinuteRow row = rows[cell];
        shown[piece] += energy[cell];
        seenMinutes[piece] += seen[cell] ? 1 : 0;
        shownEstimated[piece] += row == null ? 0 : row.estimated();
        shownCovered[piece] +=
            row != null ? row.coveredMillis() : seen[cell] ? MinuteRow.SECONDS * 1000L : 0;
        readings[piece] += row == null ? 0 : row.readings();
      }
    }
    long[] rest = Apportionment.of(hour.energy() - Arrays.stream(shown).sum(), seenMinutes);
    boolean anyEstimated = Arrays.stream(shownEstimated).sum() > 0;
    long[] estimated =
        Apportionment.of(hour.estimated(), anyEstimated ? shownEstimated : seenMinutes);
    long[] covered = covered(shownCovered);
    long[] counts = Apportionment.of(hour.readings(), readings);
    List<Piece> pieces = new ArrayList<>();
    for (int piece = 0; piece < count; piece++) {
      pieces.add(
          new Piece(
              shown[piece] + rest[piece],
              estimated[piece],
              covered[piece],
              counts[piece],
              peak(piece, true),
              peak(piece, false)));
    }
    return pieces;
  }

  /**
   * Never more than a piece is long: a rest goes where there is room, a lack where there is some.
   */
  private long[] covered(long[] shown) {
    long rest = hour.coveredMillis() - Arrays.stream(shown).sum();
    long[] weights = shown.clone();
    if (rest > 0) {
      for (int piece = 0; piece < weights.length; piece++) {
        long length = (bounds[piece + 1] - bounds[piece]) * (MinuteRow.SECONDS * 1000L);
        weights[piece] = length - shown[piece];
      }
    }
    long[] shares = Apportionment.of(rest, weights);
    for (int piece = 0; piece < shares.length; piece++) {
      shares[piece] += shown[piece];
    }
    return shares;
  }

  private @Nullable Peak peak(int piece, boolean highest) {
    Peak found = null;
    for (int cell = bounds[piece]; cell < bounds[piece + 1]; cell++) {
      MinuteRow row = rows[cell];
      if (row != null) {
        long power = highest ? row.maxMilliwatts() : row.minMilliwatts();
        Peak peak = new Peak(power, row.start(), MinuteRow.SECONDS);
        found = highest ? Peak.higher(found, peak) : Peak.lower(found, peak);
      }
    }
    return found;
  }
}
