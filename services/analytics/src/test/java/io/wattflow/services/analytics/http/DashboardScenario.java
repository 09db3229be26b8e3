package io.wattflow.services.analytics.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.wattflow.services.analytics.http.DashboardFixture.Setup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * The dashboard in a real browser, before a household that is the same for each test. Whatever a
 * test does, the page has to stay quiet: no error on its console, and no request that leaves its
 * origin.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DashboardScenario {
  @SuppressWarnings("NullAway.Init")
  DashboardFixture dashboard;

  @SuppressWarnings("NullAway.Init")
  CannedApi api;

  @BeforeAll
  void start() throws Exception {
    dashboard = DashboardFixture.start();
    api = dashboard.api();
  }

  @BeforeEach
  void fill() {
    CannedHousehold.fill(api);
    api.forgetAsked();
  }

  /** The page with all that it asks for at the start: whatever is asked now, is asked later. */
  Page loaded() {
    Page page = dashboard.open(Setup.wide());
    // What is not there yet counts as hidden, so the numbers come first.
    assertThat(page.locator("#energy")).hasText("4.21 kWh");
    assertThat(page.locator("#power")).hasText("813 W");
    assertThat(page.locator("#hours .chart-note")).isHidden();
    assertThat(page.locator("#range .chart-note")).isHidden();
    return page;
  }

  /** Turns to another tab ("hidden"), and back ("visible"). */
  static void turn(Page page, String state) {
    page.evaluate(
        """
        state => {
          Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        state);
  }

  @AfterEach
  void isQuiet() {
    dashboard.assertQuiet();
  }

  @AfterAll
  void stop() {
    dashboard.close();
  }
}
