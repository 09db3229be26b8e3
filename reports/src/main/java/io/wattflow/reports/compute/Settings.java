package io.wattflow.reports.compute;

import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.tariff.Tariff;
import io.wattflow.core.tariff.TariffVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints of what decides the numbers of a report beside the rollups: the rules of this
 * version, the zone, the bounds of the period and of the one before, and the prices of both. A
 * tariff's versions of other times are not part of it, so that next year's prices leave this year's
 * reports alone.
 */
final class Settings {
  /** To be raised when the same rollups and settings give other numbers than before. */
  private static final int RULES = 2;

  private final @Nullable Tariff tariff;
  private final Map<LocalPeriod, Long> known = new HashMap<>();

  Settings(@Nullable Tariff tariff) {
    this.tariff = tariff;
  }

  /** The first 64 bits of a SHA-256. */
  long of(LocalPeriod period) {
    return known.computeIfAbsent(period, this::fingerprint);
  }

  private long fingerprint(LocalPeriod period) {
    LocalPeriod before = period.previous();
    StringBuilder text =
        new StringBuilder("rules ")
            .append(RULES)
            .append('|')
            .append(period)
            .append('|')
            .append(before.from().getEpochSecond())
            .append('|')
            .append(period.from().getEpochSecond())
            .append('|')
            .append(period.to().getEpochSecond());
    if (tariff != null) {
      text.append('|').append(tariff.name()).append('|').append(tariff.currency());
      TariffVersion first = tariff.on(before.start());
      for (TariffVersion version : tariff.versions()) {
        boolean later = version.validFrom().isAfter(before.start());
        if (version.equals(first) || (later && version.validFrom().isBefore(period.end()))) {
          text.append('|').append(version);
        }
      }
    }
    return ByteBuffer.wrap(sha256(text.toString())).getLong();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
