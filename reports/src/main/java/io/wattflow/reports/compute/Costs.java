package io.wattflow.reports.compute;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a period costs, in 1e-15 currency units.
 *
 * @param imported of the imported energy
 * @param exported of the exported energy; negative: it earns
 * @param standing charge of the days with readings
 */
public record Costs(BigInteger imported, BigInteger exported, BigInteger standing) {
  /** The costs of a period; null if some of its energy has no price. */
  static @Nullable Costs of(Totals totals) {
    return totals.isPriced()
        ? new Costs(totals.costImport(), totals.costExport(), totals.costStanding())
        : null;
  }

  /** All of it. */
  public BigInteger total() {
    return imported.add(exported).add(standing);
  }
}
