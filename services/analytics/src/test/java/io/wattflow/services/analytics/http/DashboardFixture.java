package io.wattflow.services.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dashboard in a real browser, in front of canned answers. */
final class DashboardFixture implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static final double PATIENCE_MILLIS = 30_000;

  /** What the browser says of an answer that is no success, or of none; tests bring those about. */
  private static final String FAILED_REQUEST = "Failed to load resource";

  private final Playwright playwright;
  private final Browser browser;
  private final CannedApi api = CannedApi.start();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> strangers = new ArrayList<>();
  private @Nullable BrowserContext context;

  private DashboardFixture(ChromiumBinary chromium) {
    // Only what fails takes that long; a machine that builds other things at the same time is slow.
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.program())
                    .setEnv(chromium.environment())
                    .setArgs(FLAGS));
  }

  static DashboardFixture start() throws IOException, InterruptedException {
    return new DashboardFixture(ChromiumBinary.find());
  }

  CannedApi api() {
    return api;
  }

  /** How a browser is set up. */
  record Setup(int width, int height, ColorScheme scheme, ReducedMotion motion) {
    static Setup wide() {
      return new Setup(1280, 900, ColorScheme.LIGHT, ReducedMotion.NO_PREFERENCE);
    }

    Setup narrow() {
      return new Setup(360, 740, scheme, motion);
    }

    Setup dark() {
      return new Setup(width, height, ColorScheme.DARK, motion);
    }

    Setup still() {
      return new Setup(width, height, scheme, ReducedMotion.REDUCE);
    }
  }

  /**
   * A browser without memory, at the household's time, whose clock a test can put forward; the page
   * is not loaded yet.
   */
  Page fresh(Setup setup) {
    complaints.clear();
    strangers.clear();
    if (context != null) {
      context.close();
    }
    BrowserContext opened =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(setup.width(), setup.height())
                .setColorScheme(setup.scheme())
                .setReducedMotion(setup.motion())
                .setLocale("en-GB")
                .setTimezoneId("America/New_York"));
    context = opened;
    Page page = opened.newPage();
    page.clock().install(new Clock.InstallOptions().setTime(CannedHousehold.NOW.toEpochMilli()));
    page.onPageError(error -> complaints.add(error));
    page.onConsoleMessage(
        message -> {
          boolean expected = message.text().startsWith(FAILED_REQUEST);
          if (!expected && List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onRequest(
        request -> {
          if (!request.url().startsWith(api.address() + "/")) {
            strangers.add(request.url());
          }
        });
    return page;
  }

  /** The canned household's dashboard, loaded. */
  Page open(Setup setup) {
    Page page = fresh(setup);
    page.navigate(api.address() + "/?user=" + CannedHousehold.USER);
    return page;
  }

  /** Nothing was complained of, and nobody else asked, since the page was opened. */
  void assertQuiet() {
    assertThat(complaints).isEmpty();
    assertThat(strangers).isEmpty();
  }

  @Override
  public void close() {
    playwright.close();
    api.close();
  }
}
