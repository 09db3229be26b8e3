package io.wattflow.services.analytics.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import io.wattflow.services.analytics.http.CannedApi.Asked;
import io.wattflow.services.analytics.http.DashboardFixture.Setup;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the dashboard shows and asks, in a real browser. */
class DashboardIT extends DashboardScenario {
  private static final long STATUS_MILLIS = 10_000;
  private static final long OTHERS_MILLIS = 30_000;

  private static Locator value(Page page, String where) {
    return page.locator(where + " data");
  }

  @Test
  void numbersAreThoseOfTheApi() {
    Page page = dashboard.open(Setup.wide());
    assertThat(value(page, "#power")).hasAttribute("value", "812.5");
    assertThat(page.locator("#power")).hasText("813 W");
    assertThat(page.locator("#power-say")).hasText("Drawn from the grid");
    assertThat(page.locator("#power-users li")).hasText(new String[] {"heat-pump-1640 W"});
    assertThat(value(page, "#energy")).hasAttribute("value", "4211.5");
    assertThat(page.locator("#energy")).hasText("4.21 kWh");
    assertThat(page.locator("#energy-say"))
        .hasText("5.6% more than yesterday at this time (3.99 kWh)");
    assertThat(page.locator("#energy-note"))
        .hasText("Coverage 96% · 312 Wh estimated · 4.31 kWh imported · 100 Wh exported");
    assertThat(page.locator("#against dd:last-child"))
        .hasText(new String[] {"4.21 kWh", "11.87 kWh"});
    assertThat(page.locator("#top-list li"))
        .containsText(new String[] {"9.12 kWh", "3.90 kWh", "980 Wh"});
    assertThat(page.locator("#top-list .note > :last-child"))
        .hasText(new String[] {"61%", "26%", "6.5%"});
    assertThat(page.locator("[data-device=fridge-kitchen] .note").first())
        .hasText(Pattern.compile("Refrigerator · coverage 70% · 20% estimated.*"));
  }

  @Test
  void devicesTellWhetherTheyAreThere() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#devices-note")).hasText("2 of 4 online, 2 offline");
    Locator devices = page.locator("#device-list");
    assertThat(devices.locator(".online")).hasCount(2);
    assertThat(devices.locator("[data-device=fridge-kitchen]")).containsText("Offline");
    assertThat(devices.locator("[data-device=fridge-kitchen]"))
        .containsText(Pattern.compile("last seen 3 hr\\.? ago"));
    assertThat(devices.locator("[data-device=pv-roof]")).containsText("never seen");
    assertThat(devices.locator("[data-device=heat-pump-1]")).containsText("640 W");
  }

  @Test
  void gapsAndEstimatesOfTheTrendAreMarked() {
    Page page = dashboard.open(Setup.wide());
    Locator plot = page.locator("#hours .plot");
    assertThat(plot)
        .hasAttribute("aria-label", Pattern.compile(".*2 of 25 without.*1 partly estimated.*"));
    assertThat(page.locator("#hours .legend li"))
        .hasText(new String[] {"Imported", "Exported", "Estimated", "No readings", "Coverage"});
    page.locator("#hours-table").click();
    Locator rows = page.locator("#hours tbody tr");
    assertThat(rows).hasCount(CannedHousehold.HOURS);
    assertThat(page.locator("#hours tbody tr.gap")).hasCount(CannedHousehold.GAPS.size());
    for (int gap : CannedHousehold.GAPS) {
      assertThat(rows.nth(gap).locator("td")).hasText(new String[] {"no readings", "–", "0%"});
    }
    assertThat(rows.nth(CannedHousehold.ESTIMATED).locator("td"))
        .hasText(new String[] {"440 Wh", "50%", "50%"});
    assertThat(rows.nth(CannedHousehold.EXPORTING).locator("td").first()).hasText("−260 Wh");
    assertThat(rows.last().locator("th")).containsText("so far");
  }

  @Test
  void hoursAreInTheZoneOfTheHousehold() {
    Page page = dashboard.open(Setup.wide());
    page.locator("#hours-table").click();
    Instant first =
        Instant.parse(
            CannedHousehold.trend().getJsonArray("hours").getJsonObject(0).getString("start"));
    int hour = first.atZone(CannedHousehold.ZONE).getHour();
    assertThat(page.locator("#hours tbody th").first())
        .containsText("%02d:00–%02d:00".formatted(hour, (hour + 1) % 24));
  }

  @Test
  void whatWasShownBeforeTheZoneWasKnownIsShownAnewInIt() {
    api.hold("total_energy_today");
    Page page = dashboard.open(Setup.wide());
    page.locator("#hours-table").click();
    Locator first = page.locator("#hours tbody th").first();
    // 09:00 in UTC, a day ago: the browser is in New York, the household in Berlin.
    assertThat(first).containsText("04:00–05:00");
    assertThat(page.locator("#range-note")).containsText("27 Nov 2026, 04:3");
    assertThat(page.locator("#alert-list time")).containsText("04:15");
    api.forgetAsked();
    api.release("total_energy_today");
    assertThat(first).containsText("10:00–11:00");
    assertThat(page.locator("#range-note")).containsText("27 Nov 2026, 10:3");
    assertThat(page.locator("#alert-list time")).containsText("10:15");
    assertThat(api.asked("hourly_trends_last_24h")).as("it was no poll that did it").isEmpty();
  }

  @Test
  void barsAreDrawnAndGapsLeftOpen() {
    Page page = dashboard.open(Setup.wide());
    page.locator("#hours canvas").waitFor();
    // The share of pixels in the colour of imports, column by column of the 25 hours.
    Object shares =
        page.evaluate(
            """
            () => {
              const canvas = document.querySelector("#hours canvas");
              const over = document.querySelector("#hours .u-over");
              const ratio = canvas.width / canvas.clientWidth;
              const width = Math.round(over.clientWidth * ratio);
              const {data} = canvas.getContext("2d").getImageData(over.offsetLeft * ratio,
                  over.offsetTop * ratio, width, over.clientHeight * ratio);
              const hits = Array(25).fill(0);
              for (let at = 0; at < data.length; at += 4) {
                const column = Math.floor((at / 4 % width) * 25 / width);
                if (data[at] === 15 && data[at + 1] === 125 && data[at + 2] === 114) hits[column]++;
              }
              return hits.map(count => count * 25 * 4 / data.length);
            }
            """);
    List<?> columns = (List<?>) shares;
    double whole = ((Number) columns.get(3)).doubleValue();
    assertThat(whole).isGreaterThan(0.2);
    assertThat(((Number) columns.get(CannedHousehold.ESTIMATED)).doubleValue())
        .as("the estimated half is hatched")
        .isBetween(0.4 * whole, 0.85 * whole);
    for (int gap : CannedHousehold.GAPS) {
      assertThat(((Number) columns.get(gap)).doubleValue()).isZero();
    }
  }

  @Test
  void exportIsNegativeAndSaidInWords() {
    api.answer("device_status_summary", CannedHousehold.status(-1250.0));
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#power")).hasText("−1.25 kW");
    assertThat(page.locator("#power-say")).hasText("Exporting to the grid");
    assertThat(page.locator("#power-live")).hasText("Exporting to the grid: 1.25 kW");
  }

  @Test
  void barsOfExportHaveItsColour() {
    JsonObject today = CannedHousehold.today().put("energy_wh", -900.0).put("estimated_wh", -90.0);
    today.getJsonObject("yesterday").put("energy_wh", -4000.0).put("until_same_time_wh", 500.0);
    api.answer("total_energy_today", today);
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#energy")).hasText("−900 Wh");
    List<?> colours =
        (List<?>)
            page.evaluate(
                """
                () => [...document.querySelectorAll("#against i")]
                    .map(bar => getComputedStyle(bar))
                    .map(({backgroundColor, backgroundImage}) => backgroundColor + backgroundImage)
                    .map(paint => paint.includes("rgb(181, 115, 11)") ? "export" : "import")
                """);
    assertThat(colours.toArray())
        .as("today: measured, estimated; yesterday: whole, until this time")
        .containsExactly("export", "export", "export", "import");
  }

  @Test
  void aHouseholdWithoutReadingsIsToldAsSuch() {
    CannedHousehold.empty(api);
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#power")).hasText("–");
    assertThat(page.locator("#power-say")).hasText("No devices yet");
    assertThat(page.locator("#energy-say")).hasText("No readings today");
    assertThat(page.locator("#hours .chart-note")).hasText("No readings in the last 24 hours.");
    assertThat(page.locator("#range .chart-note")).hasText("No readings in this range.");
    assertThat(page.locator("#top-list")).hasText("No readings in this time.");
    assertThat(page.locator("#device-list")).hasText("This household has no devices yet.");
    assertThat(page.locator("#alerts-empty")).containsText("Nothing open");
    assertThat(page.locator("#banner")).isHidden();
  }

  @Test
  void newNumbersAppearWithoutReload() {
    Page page = loaded();
    page.evaluate("() => { window.sameDocument = true; }");
    api.answer("device_status_summary", CannedHousehold.status(2400.0));
    page.clock().fastForward(STATUS_MILLIS);
    assertThat(page.locator("#power")).hasText("2.40 kW");
    api.answer("total_energy_today", CannedHousehold.today().put("energy_wh", 5000.0));
    page.clock().fastForward(OTHERS_MILLIS);
    assertThat(page.locator("#energy")).hasText("5.00 kWh");
    assertThat(page.evaluate("() => window.sameDocument")).isEqualTo(true);
  }

  @Test
  void pollsAskOnlyForWhatHasChanged() {
    Page page = loaded();
    page.clock().fastForward(OTHERS_MILLIS);
    Awaitility.await()
        .untilAsserted(() -> assertThat(api.asked("total_energy_today")).hasSizeGreaterThan(1));
    List<Asked> asked = api.asked("total_energy_today");
    assertThat(asked.get(0).conditional()).isFalse();
    assertThat(asked.get(1).conditional()).isTrue();
    assertThat(asked.get(1).status()).isEqualTo(304);
    assertThat(page.locator("#energy")).hasText("4.21 kWh");
  }

  @Test
  void nothingIsAskedWhileThePageIsHidden() {
    Page page = loaded();
    turn(page, "hidden");
    api.forgetAsked();
    page.clock().fastForward(10 * OTHERS_MILLIS);
    api.answer("device_status_summary", CannedHousehold.status(99.0));
    turn(page, "visible");
    assertThat(page.locator("#power")).hasText("99 W");
    // Whatever was asked before has arrived by now.
    assertThat(api.asked("device_status_summary")).hasSize(1);
  }

  @Test
  void alertsComeAndGoByTheStream() {
    Page page = dashboard.open(Setup.wide());
    Locator list = page.locator("#alert-list");
    assertThat(page.locator("#alerts-link")).hasText("Live");
    assertThat(list.locator("li")).hasCount(1);
    assertThat(list).containsText("Power above limit");
    assertThat(list).containsText("meter-1: 9.00 kW, limit 8.00 kW");
    assertThat(page).hasTitle("(1) Wattflow");

    api.send("alert", CannedHousehold.alert("other", "WARNING", "RAISED", 2));
    assertThat(list.locator("li")).hasCount(2);
    assertThat(page.locator("#alerts-live")).hasText("Warning alert: Power above limit, meter-1");
    assertThat(page).hasTitle("(2) Wattflow");

    api.send("alert", CannedHousehold.alert("other", "WARNING", "CLEARED", 3));
    assertThat(list.locator("[data-alert=other]")).containsText("Cleared");
    api.send("alert", CannedHousehold.alert("other", "WARNING", "UPDATED", 2));
    api.send("alert", CannedHousehold.alert("third", "INFO", "RAISED", 1));
    assertThat(list.locator("li")).hasCount(3);
    assertThat(list.locator("[data-alert=other]")).containsText("Cleared");

    api.send("interrupted", new JsonObject());
    assertThat(page.locator("#alerts-link")).hasText("Interrupted");
    api.openAlerts();
    api.send("snapshot", new JsonObject().put("alerts", List.of()));
    assertThat(page.locator("#alerts-link")).hasText("Live");
    assertThat(list.locator("li")).hasCount(1);
  }
}
