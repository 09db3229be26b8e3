package io.wattflow.services.analytics.http;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Chromium for tests: the one that {@code CHROMIUM} names, else one on the {@code PATH}, else the
 * one that the npm package {@code @sparticuz/chromium} brings, which is unpacked into {@code
 * target}.
 *
 * @param environment of its process
 */
record ChromiumBinary(Path program, Map<String, String> environment) {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Path PACKAGE = Path.of("node_modules/@sparticuz/chromium");
  private static final long UNPACK_SECONDS = 120;

  /**
   * Finds one, or unpacks it.
   *
   * @throws org.opentest4j.TestAbortedException if there is none, outside of CI
   * @throws IllegalStateException if there is none, in CI
   */
  static ChromiumBinary find() throws IOException, InterruptedException {
    String named = System.getenv("CHROMIUM");
    if (named != null && !named.isEmpty()) {
      return new ChromiumBinary(Path.of(named), System.getenv());
    }
    Optional<Path> installed = onPath();
    return installed.isPresent()
        ? new ChromiumBinary(installed.get(), System.getenv())
        : unpacked(Path.of(System.getProperty("wattflow.home", "../..")));
  }

  private static Optional<Path> onPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream()
        .flatMap(name -> Stream.of(path.split(":", -1)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static ChromiumBinary unpacked(Path home) throws IOException, InterruptedException {
    Path folder = Path.of("target/chromium").toAbsolutePath();
    if (!Files.isExecutable(folder.resolve("chromium"))) {
      Process unpack =
          new ProcessBuilder(
                  "node",
                  "src/test/browser/unpack-chromium.mjs",
                  home.resolve(PACKAGE).toString(),
                  folder.toString())
              .inheritIO()
              .start();
      if (!unpack.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS) || unpack.exitValue() != 0) {
        unpack.destroyForcibly();
        return none();
      }
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("LD_LIBRARY_PATH", folder.resolve("lib").toString());
    // The fonts' settings name the place that the package's own code would unpack them to.
    Files.writeString(
        folder.resolve("fonts.conf"),
        """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>
          <dir>%1$s/fonts</dir>
          <cachedir>%1$s/cache</cachedir>
        </fontconfig>
        """
            .formatted(folder));
    environment.put("FONTCONFIG_FILE", folder.resolve("fonts.conf").toString());
    return new ChromiumBinary(folder.resolve("chromium"), environment);
  }

  private static ChromiumBinary none() {
    String remedy = "no Chromium for the dashboard's tests: apt-get install chromium";
    if (System.getenv("CI") != null) {
      throw new IllegalStateException(remedy);
    }
    return abort(remedy);
  }
}
