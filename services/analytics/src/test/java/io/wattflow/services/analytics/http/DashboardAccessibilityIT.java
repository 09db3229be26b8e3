package io.wattflow.services.analytics.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.wattflow.services.analytics.http.DashboardFixture.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboard for who has no pointer, a small screen, or does not see it. */
class DashboardAccessibilityIT extends DashboardScenario {
  private static final Path AXE =
      Path.of(
          System.getProperty("wattflow.home", "../.."), "node_modules", "axe-core", "axe.min.js");
  private static final int MORE_THAN_ALL_STOPS = 60;

  /** Focusable things that can be seen, in a form that tells one from the other. */
  private static final String STOPS =
      """
      () => [...document.querySelectorAll("a[href], button, input, [tabindex='0']")]
          .filter(e => !e.disabled && (e.checkVisibility() || e.className === "skip"))
          .map(e => e.id || e.textContent.trim() || e.className)
      """;

  private static final String FOCUSED =
      """
      () => {
        const e = document.activeElement;
        return e === document.body ? "" : e.id || e.textContent.trim() || e.className;
      }
      """;

  private Page loaded(Setup setup) {
    Page page = dashboard.open(setup);
    assertThat(page.locator("#energy")).hasText("4.21 kWh");
    assertThat(page.locator("#alert-list li")).hasCount(1);
    assertThat(page.locator("#device-list li")).hasCount(4);
    assertThat(page.locator("#range .chart-note")).isHidden();
    return page;
  }

  static Stream<Setup> setups() {
    Setup still = Setup.wide().still();
    return Stream.of(still, still.dark(), still.narrow(), still.narrow().dark());
  }

  @ParameterizedTest
  @MethodSource("setups")
  void axeFindsNothing(Setup setup) throws IOException {
    Page page = loaded(setup);
    assertThat(violations(page)).isEmpty();
    page.locator("#hours-table").click();
    page.locator("#range-table").click();
    page.locator("#account").click();
    page.locator("#hours tbody tr").first().waitFor();
    assertThat(violations(page)).as("tables and form").isEmpty();
    api.send("alert", CannedHousehold.alert("w", "WARNING", "RAISED", 1));
    api.send("alert", CannedHousehold.alert("i", "INFO", "RAISED", 1));
    api.send("alert", CannedHousehold.alert("c", "CRITICAL", "CLEARED", 1));
    for (int i = 0; i < 6; i++) {
      api.send("alert", CannedHousehold.alert("more-" + i, "INFO", "RAISED", 1));
    }
    assertThat(page.locator("#alert-list li")).hasCount(10);
    api.answer(
        "device_status_summary",
        CannedHousehold.status(-900.0).put("as_of", "2026-01-01T00:00:00Z"));
    page.clock().fastForward(40_000);
    assertThat(page.locator("#banner")).isVisible();
    assertThat(violations(page)).as("alerts, export and banner").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("setups")
  void axeFindsNothingBeforeAHouseholdIsKnown(Setup setup) throws IOException {
    Page page = dashboard.fresh(setup);
    page.navigate(api.address() + "/");
    assertThat(page.locator("#session")).isVisible();
    assertThat(violations(page)).isEmpty();
  }

  /** What axe says against the page, as "rule: element". */
  private static List<?> violations(Page page) throws IOException {
    page.evaluate(Files.readString(AXE));
    return (List<?>)
        page.evaluate(
            """
            async () => {
              const {violations} = await axe.run(document,
                  {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]});
              return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html} ${n.failureSummary}`));
            }
            """);
  }

  @Test
  void everyControlIsReachedByTabAndHasARing() {
    Page page = loaded(Setup.wide());
    Set<Object> wanted = new LinkedHashSet<>((List<?>) page.evaluate(STOPS));
    assertThat(wanted).contains("theme", "hours-plot", "range-plot", "from", "wider");
    Set<Object> reached = new LinkedHashSet<>();
    for (int i = 0; i < MORE_THAN_ALL_STOPS && !reached.containsAll(wanted); i++) {
      page.keyboard().press("Tab");
      reached.add(page.evaluate(FOCUSED));
      assertThat(
              page.evaluate(
                  "() => document.activeElement === document.body"
                      + " || getComputedStyle(document.activeElement).outlineStyle"))
          .as("ring of %s", page.evaluate(FOCUSED))
          .isIn(true, "solid");
    }
    assertThat(reached).containsAll(wanted);
  }

  @Test
  void theSkipLinkLeadsToTheNumbers() {
    Page page = loaded(Setup.wide());
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#main")).isFocused();
  }

  @Test
  void controlsWorkByKeys() {
    Page page = loaded(Setup.wide());
    page.locator("#theme").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.locator("#hours-table").focus();
    page.keyboard().press("Space");
    assertThat(page.locator("#hours tbody tr")).hasCount(CannedHousehold.HOURS);
    page.locator("#presets button").nth(2).focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#range-note")).containsText("Energy of each hour");
    page.locator("#closer").focus();
    page.keyboard().press("Space");
    assertThat(page.locator("#presets [aria-pressed=true]")).hasCount(0);
    page.locator("#account").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#session")).isVisible();
  }

  @Test
  void arrowKeysReadTheChart() {
    Page page = loaded(Setup.wide());
    page.locator("#hours .plot").focus();
    page.keyboard().press("Home");
    assertThat(page.locator("#hours-readout")).containsText("400 Wh · coverage 100%");
    assertThat(page.locator("#hours-readout")).hasAttribute("aria-live", "polite");
    for (int i = 0; i < CannedHousehold.ESTIMATED; i++) {
      page.keyboard().press("ArrowRight");
    }
    assertThat(page.locator("#hours-readout"))
        .containsText("440 Wh · coverage 50% · 50% estimated");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#hours-readout")).containsText("no readings");
    page.keyboard().press("End");
    assertThat(page.locator("#hours-readout")).containsText("so far");
    page.keyboard().press("Escape");
    assertThat(page.locator("#hours-readout")).containsText("in all");
  }

  @Test
  void theThemeFollowsTheSystemUntilOneIsChosen() {
    Page page = loaded(Setup.wide().dark());
    assertThat(page.locator("#theme")).hasAttribute("aria-pressed", "true");
    Object dark = background(page);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(page.locator("#theme")).hasAttribute("aria-pressed", "false");
    Object light = background(page);
    assertThat(light).isNotEqualTo(dark);
    page.locator("#theme").click();
    assertThat(background(page)).isEqualTo(dark);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.locator("#theme").click();
    assertThat(background(page)).isEqualTo(light);
    page.reload();
    assertThat(page.locator("#theme")).hasAttribute("aria-pressed", "false");
    assertThat(background(page)).isEqualTo(light);
  }

  private static Object background(Page page) {
    return page.evaluate("() => getComputedStyle(document.body).backgroundColor");
  }

  @Test
  void aNarrowScreenScrollsOnlyDownwards() {
    api.answer(
        "top_consuming_devices",
        CannedHousehold.topDevices()
            .put(
                "devices",
                List.of(
                    Map.of(
                        "device_id", "a-device-with-a-name-of-its-own-that-never-seems-to-end",
                        "device_type", "HEAT_PUMP",
                        "energy_wh", 12_345_678.9,
                        "share", 1.0,
                        "estimated_wh", 12.0,
                        "coverage", 0.5))));
    Page page = loaded(Setup.wide().narrow());
    assertThat(page.locator("#top-list")).containsText("12.35 MWh");
    assertThat(width(page)).isEqualTo(360);
    page.locator("#hours-table").click();
    page.locator("#account").click();
    assertThat(width(page)).isEqualTo(360);
  }

  private static Object width(Page page) {
    return page.evaluate("() => document.documentElement.scrollWidth");
  }

  @Test
  void nothingMovesForWhoDoesNotWantThat() {
    Page page = loaded(Setup.wide().still());
    api.send("alert", CannedHousehold.alert("w", "WARNING", "RAISED", 1));
    assertThat(page.locator("#alert-list li")).hasCount(2);
    assertThat(page.evaluate("() => document.getAnimations().length")).isEqualTo(0);
  }

  @Test
  void thePageDoesNotJumpWhileItLoads() {
    Page page = dashboard.fresh(Setup.wide());
    page.addInitScript(
        """
        window.shifts = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => window.shifts += e.value))
            .observe({type: "layout-shift", buffered: true});
        """);
    page.navigate(api.address() + "/?user=" + CannedHousehold.USER);
    assertThat(page.locator("#energy")).hasText("4.21 kWh");
    assertThat(page.locator("#range .chart-note")).isHidden();
    assertThat(page.locator("#alert-list li")).hasCount(1);
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    assertThat(((Number) page.evaluate("() => window.shifts")).doubleValue()).isLessThan(0.02);
  }
}
