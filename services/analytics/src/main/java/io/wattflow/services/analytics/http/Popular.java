package io.wattflow.services.analytics.http;

import io.wattflow.services.analytics.answers.DeviceStatusSummary;
import io.wattflow.services.analytics.answers.HourlyTrends;
import io.wattflow.services.analytics.answers.Inquiry;
import io.wattflow.services.analytics.answers.TopConsumingDevices;
import io.wattflow.services.analytics.answers.TotalEnergyToday;
import java.util.List;
import java.util.Optional;

/** The four questions that every dashboard asks (S25–S28), as it asks them. */
public final class Popular {
  /** How many devices are listed unless a request says otherwise. */
  static final int TOP = 10;

  private Popular() {}

  /** Those of a user. */
  public static List<Inquiry> of(long userId) {
    return List.of(
        new TotalEnergyToday(userId, Optional.empty()),
        new TopConsumingDevices(userId, TOP),
        new HourlyTrends(userId),
        new DeviceStatusSummary(userId));
  }
}
