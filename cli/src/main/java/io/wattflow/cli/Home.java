package io.wattflow.cli;

import io.wattflow.platform.PlatformConfig;
import java.nio.file.Path;

/** The project's root folder. */
final class Home {
  private Home() {}

  /** What {@code bin/wattflow} passes on; the current folder without it. */
  static Path folder() {
    return Path.of(System.getProperty(PlatformConfig.HOME_PROPERTY, "."))
        .toAbsolutePath()
        .normalize();
  }

  /** Where {@code up} keeps data, logs and state. */
  static Path platform() {
    return folder().resolve(".wattflow").resolve("platform");
  }
}
