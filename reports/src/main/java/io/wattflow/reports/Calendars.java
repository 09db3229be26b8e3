package io.wattflow.reports;

import io.wattflow.reports.compute.ReportCalendar;
import io.wattflow.reports.compute.Series;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.Registry;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the calendar of a series: its device's zone, else its user's, else that of the request; and
 * its user's tariff. What does not name one is a problem of that user, and not of the others.
 */
final class Calendars {
  // Not what ZoneId.of takes besides: an offset such as +02:00 knows no summer time.
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  private final ReportRequest request;
  private final Target reach;
  private final ReportSummary summary;
  private final Map<Key, ReportCalendar> known = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  private record Key(ZoneId zone, String tariff) {}

  Calendars(ReportRequest request, Target reach, ReportSummary summary) {
    this.request = request;
    this.reach = reach;
    this.summary = summary;
  }

  /** The calendar; empty if the series has to be left out, which is then a problem. */
  Optional<ReportCalendar> of(Series series, Registry registry) {
    long userId = series.userId();
    String user = "user " + Long.toUnsignedString(userId);
    String ofDevice = registry.deviceZones(userId).getOrDefault(series.deviceId(), "");
    String zone = ofDevice.isEmpty() ? registry.userZone(userId) : ofDevice;
    if (!isZone(zone)) {
      String where = ofDevice.isEmpty() ? ": users" : ", device " + series.deviceId() + ": devices";
      tell(
          "%s%s.time_zone '%s' is no IANA time zone: write one such as Europe/Berlin"
              .formatted(user, where, zone));
      return Optional.empty();
    }
    String tariff = registry.tariff(userId);
    if (!isTariff(tariff)) {
      tell(
          "%s: users.tariff '%s' is not in the tariff file: add it, or correct the user"
              .formatted(user, tariff));
      return Optional.empty();
    }
    return Optional.of(calendar(zone, tariff));
  }

  /** All calendars that devices of some users may have. */
  Set<ReportCalendar> all(Registry registry, Collection<Long> users) {
    Set<ReportCalendar> calendars = new HashSet<>();
    for (long user : users) {
      String tariff = registry.tariff(user);
      Set<String> zones = new HashSet<>(registry.deviceZones(user).values());
      zones.add(registry.userZone(user));
      for (String zone : zones) {
        if (isZone(zone) && isTariff(tariff)) {
          calendars.add(calendar(zone, tariff));
        }
      }
    }
    return calendars;
  }

  private static boolean isZone(String name) {
    return name.isEmpty() || ZONES.contains(name);
  }

  private boolean isTariff(String name) {
    return name.isEmpty() || request.tariffs().containsKey(name);
  }

  private ReportCalendar calendar(String zoneName, String tariffName) {
    ZoneId zone = zoneName.isEmpty() ? request.zone() : ZoneId.of(zoneName);
    String tariff = tariffName.isEmpty() ? request.defaultTariff() : tariffName;
    // A day more on both sides: no hour of the dates may reach beyond the calendar.
    return known.computeIfAbsent(
        new Key(zone, tariff),
        key ->
            new ReportCalendar(
                zone,
                request.tariffs().get(tariff),
                reach.first().minusDays(1),
                reach.last().plusDays(1)));
  }

  /** Once for each: a user with many devices is one problem. */
  private void tell(String problem) {
    if (told.add(problem)) {
      summary.problem(problem);
    }
  }
}
