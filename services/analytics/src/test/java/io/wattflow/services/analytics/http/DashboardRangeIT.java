package io.wattflow.services.analytics.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.wattflow.services.analytics.http.CannedApi.Asked;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which range the dashboard shows, and what it asks for it, in a real browser. */
class DashboardRangeIT extends DashboardScenario {
  @ParameterizedTest
  @CsvSource({
    "1 hour, 1m, PT1H",
    "24 hours, 1m, P1D",
    "7 days, 1h, P7D",
    "30 days, 1h, P30D",
    "1 year, 1d, P365D",
    "5 years, 1d, P1825D",
    "All, 1d, P9999D"
  })
  void presetsAskForTheWindowThatFits(String preset, String window, Duration span) {
    Page page = loaded();
    api.forgetAsked();
    Locator button = page.locator("#presets").getByRole(AriaRole.BUTTON, named(preset));
    button.click();
    assertThat(button).hasAttribute("aria-pressed", "true");
    assertThat(page.locator("#range .chart-note")).isHidden();
    Asked asked = lastRange(page);
    assertThat(asked.parameters()).containsEntry("window", window);
    Duration length = Duration.between(from(asked), to(asked));
    assertThat(length).isBetween(span, span.plusDays(1));
    assertThat(to(asked))
        .isBetween(CannedHousehold.NOW, CannedHousehold.NOW.plus(Duration.ofDays(1)));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private Asked lastRange(Page page) {
    page.waitForCondition(() -> !api.asked("rollups").isEmpty());
    List<Asked> asked = api.asked("rollups");
    return asked.get(asked.size() - 1);
  }

  private static Instant from(Asked asked) {
    return Instant.parse(asked.parameters().getOrDefault("from", ""));
  }

  private static Instant to(Asked asked) {
    return Instant.parse(asked.parameters().getOrDefault("to", ""));
  }

  @Test
  void aFreeRangeIsInTheZoneOfTheHousehold() {
    Page page = loaded();
    api.forgetAsked();
    choose(page, "2026-03-28T00:00", "2026-04-04T00:00");
    Asked asked = lastRange(page);
    assertThat(asked.parameters()).containsEntry("window", "1h");
    assertThat(from(asked)).isEqualTo(instant("2026-03-28T00:00"));
    assertThat(to(asked)).isEqualTo(instant("2026-04-04T00:00"));
    assertThat(page.locator("#presets [aria-pressed=true]")).hasCount(0);
  }

  /** Minutes are kept for 90 days before 27 November 2026, hours for ten years. */
  @ParameterizedTest
  @CsvSource({
    "2026-08-31T00:00, 2026-08-31T12:00, 1m",
    "2026-08-28T00:00, 2026-08-28T12:00, 1h",
    "2017-01-01T00:00, 2017-01-02T00:00, 1h",
    "2016-11-01T00:00, 2016-11-02T00:00, 1d",
    "2016-11-01T00:00, 2016-12-20T00:00, 1d"
  })
  void whatIsKeptNoLongerIsNotAskedFor(String from, String to, String window) {
    Page page = loaded();
    api.forgetAsked();
    choose(page, from, to);
    Asked asked = lastRange(page);
    assertThat(asked.parameters()).containsEntry("window", window);
    assertThat(from(asked)).isBetween(instant(from).minus(Duration.ofDays(1)), instant(from));
    assertThat(to(asked)).isBetween(instant(to), instant(to).plus(Duration.ofDays(1)));
    assertThat(page.locator("#range .chart-note")).isHidden();
  }

  @Test
  void theLastLabelOfTheAxisIsWhole() {
    Page page = loaded();
    api.forgetAsked();
    // Ends at midnight, where the axis has a label.
    choose(page, "2026-11-20T00:00", "2026-11-27T00:00");
    assertThat(page.locator("#range-note")).containsText("Energy of each hour");
    page.locator("#range canvas").scrollIntoViewIfNeeded();
    // Which columns of pixels right of the plot have something of the axis's labels.
    List<?> columns =
        (List<?>)
            page.evaluate(
                """
                () => {
                  const canvas = document.querySelector("#range canvas");
                  const over = document.querySelector("#range .u-over");
                  const ratio = canvas.width / canvas.clientWidth;
                  const left = (over.offsetLeft + over.clientWidth) * ratio;
                  const top = (over.offsetTop + over.clientHeight) * ratio;
                  const width = canvas.width - left;
                  const {data} = canvas.getContext("2d")
                      .getImageData(left, top, width, canvas.height - top);
                  const inked = Array(width).fill(false);
                  data.forEach((value, i) => inked[(i >> 2) % width] ||= i % 4 === 3 && value > 0);
                  return inked;
                }
                """);
    assertThat(columns.contains(true)).as("half of the label").isTrue();
    assertThat(columns.get(columns.size() - 1)).as("on the edge").isEqualTo(false);
  }

  private static void choose(Page page, String from, String to) {
    page.locator("#from").fill(from);
    page.locator("#to").fill(to);
    page.locator("#span button").click();
  }

  private static Instant instant(String local) {
    return LocalDateTime.parse(local).atZone(CannedHousehold.ZONE).toInstant();
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefusedInTheForm() {
    Page page = loaded();
    api.forgetAsked();
    choose(page, "2026-04-04T00:00", "2026-03-28T00:00");
    assertThat(page.locator("#to:invalid")).hasCount(1);
    choose(page, "2026-04-04T00:00", "2026-04-05T00:00");
    assertThat(to(lastRange(page))).isEqualTo(instant("2026-04-05T00:00"));
    assertThat(api.asked("rollups")).hasSize(1);
  }

  @Test
  void draggingZoomsIn() {
    Page page = loaded();
    Locator over = page.locator("#range .u-over");
    over.scrollIntoViewIfNeeded();
    BoundingBox box = over.boundingBox();
    api.forgetAsked();
    double y = box.y + box.height / 2;
    page.mouse().move(box.x + box.width * 0.25, y);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.5, y);
    page.mouse().up();
    Asked asked = lastRange(page);
    assertThat(Duration.between(from(asked), to(asked)).toMinutes())
        .isCloseTo(Duration.ofHours(6).toMinutes(), within(10L));
  }
}
