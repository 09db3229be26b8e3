package io.wattflow.cli;

import java.time.Duration;

/** How durations are written for people and on the command line. */
public final class Durations {
  private Durations() {}

  /** The shortest way to write {@code duration}, which is at least a second: 10s, 45m, 2h, 30d. */
  public static String write(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
