package io.wattflow.core.tariff;

import io.wattflow.core.tariff.LocatedJson.Fields;
import io.wattflow.core.tariff.LocatedJson.Text;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the prices by weekday and time of day. Windows must not overlap: whoever wrote two prices
 * for one minute meant only one of them.
 */
final class TimeOfUseReader {
  private static final String OTHERWISE = "otherwise";
  private static final String WINDOWS = "windows";
  private static final String DAYS = "days";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String PRICE = "price";
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-4]):([0-5]\\d)");
  private static final int LETTERS = 3;

  private final TariffFile file;
  private final long[] perMinute = new long[WeeklyPrices.WEEK];
  private final BitSet taken = new BitSet(WeeklyPrices.WEEK);

  TimeOfUseReader(TariffFile file) {
    this.file = file;
  }

  WeeklyPrices read(LocatedJson json) throws InvalidTariffException {
    Fields fields = file.fields(json, "timeOfUse", Set.of(OTHERWISE, WINDOWS));
    Arrays.fill(perMinute, file.price(file.required(fields, OTHERWISE), OTHERWISE));
    for (LocatedJson window : file.elements(file.required(fields, WINDOWS), WINDOWS)) {
      fill(file.fields(window, "a window", Set.of(DAYS, FROM, TO, PRICE)));
    }
    return WeeklyPrices.of(perMinute);
  }

  private void fill(Fields window) throws InvalidTariffException {
    int from = time(window, FROM);
    int to = time(window, TO);
    if (from == WeeklyPrices.DAY) {
      throw file.wrong(window, FROM, "must be before 24:00");
    }
    if (from == to) {
      throw file.wrong(window, TO, "must differ from " + FROM + "; all day is 00:00 to 24:00");
    }
    long price = file.price(file.required(window, PRICE), PRICE);
    int length = Math.floorMod(to - from - 1, WeeklyPrices.DAY) + 1;
    for (DayOfWeek day : days(window)) {
      int start = WeeklyPrices.minute(day, from);
      for (int i = 0; i < length; i++) {
        // Past midnight it goes on in the next day, and from Sunday in Monday.
        int minute = (start + i) % WeeklyPrices.WEEK;
        if (taken.get(minute)) {
          throw file.wrong(
              window, FROM, "and " + TO + " overlap a window above, on " + name(minute));
        }
        taken.set(minute);
        perMinute[minute] = price;
      }
    }
  }

  private static String name(int minute) {
    int ofDay = minute % WeeklyPrices.DAY;
    return "%s at %02d:%02d"
        .formatted(DayOfWeek.of(minute / WeeklyPrices.DAY + 1), ofDay / 60, ofDay % 60);
  }

  private int time(Fields window, String field) throws InvalidTariffException {
    Text text = file.text(file.required(window, field), field);
    Matcher matcher = TIME.matcher(text.value());
    int minute =
        matcher.matches()
            ? Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2))
            : Integer.MAX_VALUE;
    if (minute > WeeklyPrices.DAY) {
      throw file.wrong(text, field, "must be a time from 00:00 to 24:00, not " + text.form());
    }
    return minute;
  }

  private List<DayOfWeek> days(Fields window) throws InvalidTariffException {
    LocatedJson list = window.values().get(DAYS);
    if (list == null) {
      return List.of(DayOfWeek.values());
    }
    List<DayOfWeek> days = new ArrayList<>();
    for (LocatedJson element : file.elements(list, DAYS)) {
      days.add(day(file.text(element, DAYS)));
    }
    if (days.isEmpty()) {
      throw file.wrong(list, DAYS, "must name a day; without the field, every day is meant");
    }
    return days;
  }

  private DayOfWeek day(Text text) throws InvalidTariffException {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, LETTERS).equals(text.value())) {
        return day;
      }
    }
    throw file.wrong(
        text, DAYS, "must be of MON, TUE, WED, THU, FRI, SAT and SUN, not " + text.form());
  }
}
