package io.wattflow.services.analytics.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import io.wattflow.services.analytics.http.DashboardFixture.Setup;
import io.wattflow.services.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the dashboard does when the service is away, does not want it, or is asked by another. */
class DashboardConnectionIT extends DashboardScenario {
  private static final long LONGEST_POLL_MILLIS = 40_000;
  private static final long STREAM_SILENCE_MILLIS = 46_000;

  @Override
  @BeforeEach
  void fill() {
    super.fill();
    api.answer("device_status_summary", recent(812.5));
  }

  /** The browser's clock jumps ahead in these tests; readings must not grow old by that. */
  private static JsonObject recent(double watts) {
    Instant ahead = CannedHousehold.NOW.plus(Duration.ofDays(1));
    return CannedHousehold.status(watts).put("as_of", ahead.toString());
  }

  @Override
  @AfterEach
  void isQuiet() {
    api.token(null);
    api.trouble(null);
    api.stale(false);
    api.mute(false);
    super.isQuiet();
  }

  /** Lets the time pass, poll by poll: an answer may still be on its way when the clock jumps. */
  private static void passTimeUntilBanner(Page page, boolean visible) {
    page.waitForCondition(
        () -> {
          page.clock().fastForward(LONGEST_POLL_MILLIS);
          return page.locator("#banner").isVisible() == visible;
        });
  }

  @Test
  void whenTheServiceIsGoneABannerSaysSoUntilItIsBack() {
    Page page = dashboard.open(Setup.wide());
    Locator banner = page.locator("#banner");
    assertThat(page.locator("#power")).hasText("813 W");
    assertThat(page.locator("#alerts-link")).hasText("Live");
    assertThat(banner).isHidden();

    api.goAway();
    passTimeUntilBanner(page, true);
    assertThat(banner).containsText("The service is away: the service cannot be reached.");
    assertThat(banner).containsText("Shown is what was true at");
    assertThat(page.locator("#alerts-link")).hasText("Reconnecting");
    assertThat(page.locator("#power")).hasText("813 W");

    api.comeBack();
    api.openAlerts(CannedHousehold.alert("meanwhile", "INFO", "RAISED", 1));
    api.answer("device_status_summary", recent(77.0));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try now")).click();
    assertThat(banner).isHidden();
    assertThat(page.locator("#power")).hasText("77 W");
    assertThat(page.locator("#alerts-link")).hasText("Live");
    assertThat(page.locator("#alert-list li")).hasCount(1);
    assertThat(page.locator("[data-alert=meanwhile]")).isVisible();
  }

  @Test
  void itComesBackByItself() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#alerts-link")).hasText("Live");
    api.goAway();
    passTimeUntilBanner(page, true);
    api.comeBack();
    passTimeUntilBanner(page, false);
    // The stream waits for a time of its own.
    page.clock().fastForward(LONGEST_POLL_MILLIS);
    assertThat(page.locator("#alerts-link")).hasText("Live");
  }

  @Test
  void aProblemIsToldInTheWordsOfTheService() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#power")).hasText("813 W");
    api.trouble(
        Problem.of(503, "store-away", "Store away", "shard 2 does not answer")
            .retryAfter(Duration.ofSeconds(7)));
    passTimeUntilBanner(page, true);
    assertThat(page.locator("#banner-text")).containsText("shard 2 does not answer");
    api.trouble(null);
    passTimeUntilBanner(page, false);
  }

  @Test
  void aRefusedRangeSaysWhichParameterIsToBlame() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#energy")).hasText("4.21 kWh");
    api.trouble(
        Problem.of(400, "invalid-parameter", "Invalid", "too many windows; use 1d")
            .with("field", "window"));
    page.locator("#presets button").first().click();
    assertThat(page.locator("#range .chart-note")).hasText("window: too many windows; use 1d");
    assertThat(page.locator("#banner")).isHidden();
  }

  @Test
  void staleAnswersAreToldAsSuch() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#power")).hasText("813 W");
    assertThat(page.locator("#banner")).isHidden();
    api.stale(true);
    passTimeUntilBanner(page, true);
    assertThat(page.locator("#banner")).containsText("no fresh answers");
    api.stale(false);
    passTimeUntilBanner(page, false);
  }

  @Test
  void oldReadingsAreToldAsSuch() {
    api.answer(
        "device_status_summary", CannedHousehold.status(null).put("as_of", "2026-01-01T00:00:00Z"));
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#banner")).containsText("The last reading is from");
    assertThat(page.locator("#power-say")).hasText("No device reports now");
  }

  @Test
  void aStreamThatCannotBeReadIsLetGoAndFollowedAnew() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#alert-list li")).hasCount(1);
    int before = api.streams();
    api.send("alert", CannedHousehold.alert("odd", "INFO", "RAISED", 1).put("rule", null));
    page.waitForCondition(() -> api.streams() > before && api.listening() == 1);
    assertThat(page.locator("#alerts-link")).hasText("Live");
    assertThat(page.locator("[data-alert=odd]")).hasCount(0);
  }

  @Test
  void aStreamThatNeverBeginsIsGivenUp() {
    api.mute(true);
    Page page = dashboard.fresh(Setup.wide());
    int before = api.streams();
    page.navigate(api.address() + "/?user=" + CannedHousehold.USER);
    page.waitForCondition(() -> api.streams() > before);
    assertThat(page.locator("#alerts-link")).hasText("Connecting");
    api.mute(false);
    page.clock().fastForward(STREAM_SILENCE_MILLIS);
    // It waits for a moment before it comes back.
    assertThat(page.locator("#alerts-link")).hasText("Live");
  }

  @Test
  void aServiceThatWantsATokenIsGivenOne() {
    String token = token(CannedHousehold.USER);
    api.token(token);
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#session")).isVisible();
    assertThat(page.locator("#session-say"))
        .hasText("The service wants a valid token: send Authorization: Bearer <JWT>.");
    assertThat(page.locator("#token")).isFocused();

    page.locator("#token").fill(token);
    page.keyboard().press("Enter");
    assertThat(page.locator("#session")).isHidden();
    assertThat(page.locator("#power")).hasText("813 W");
    assertThat(page.locator("#alerts-link")).hasText("Live");
    assertThat(page.locator("#household")).hasText("Household 1042");
    assertThat(page.evaluate("() => sessionStorage.getItem('wattflow-token')")).isEqualTo(token);
    assertThat(page.evaluate("() => JSON.stringify(localStorage)")).isEqualTo("{}");
    assertThat(page.url()).doesNotContain(token);

    page.reload();
    assertThat(page.locator("#power")).hasText("813 W");
  }

  @Test
  void theTokenSaysWhoseNumbersAreShown() {
    long user = 9_007_199_254_740_993L;
    api.token(token(user));
    Page page = dashboard.fresh(Setup.wide());
    page.navigate(api.address() + "/");
    page.locator("#token").fill(token(user));
    page.keyboard().press("Enter");
    assertThat(page.locator("#power")).hasText("813 W");
    // One more than a JavaScript number can tell from its neighbour.
    assertThat(page.locator("#household")).hasText("Household " + user);
    page.locator("#account").click();
    assertThat(page.locator("#user")).hasAttribute("readonly", "");
  }

  @Test
  void aTokenThatIsNotTakenIsNotSent() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#power")).hasText("813 W");
    page.locator("#account").click();
    page.locator("#user").fill("");
    page.locator("#token").fill(tokenOf("{}"));
    page.keyboard().press("Enter");
    assertThat(page.locator("#user:invalid")).hasCount(1);
    Request poll =
        page.waitForRequest(
            request -> request.url().contains("device_status_summary"),
            () -> page.clock().fastForward(LONGEST_POLL_MILLIS));
    assertThat(poll.headers()).doesNotContainKey("authorization");
    assertThat(poll.url()).contains("/v1/users/1042/");
  }

  @Test
  void whereNothingMayBeStoredTheTokenLastsAsLongAsThePage() {
    String token = token(CannedHousehold.USER);
    api.token(token);
    Page page = dashboard.fresh(Setup.wide());
    page.addInitScript(
        """
        for (const storage of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, storage, {
            get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
          });
        }
        """);
    page.navigate(api.address() + "/");
    page.locator("#token").fill(token);
    page.keyboard().press("Enter");
    assertThat(page.locator("#power")).hasText("813 W");
    page.locator("#theme").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.locator("#account").click();
    page.locator("#forget").click();
    assertThat(page.locator("#token")).hasValue("");
  }

  private static String token(long user) {
    return tokenOf("{\"user_id\":" + user + "}");
  }

  private static String tokenOf(String claims) {
    return part("{\"alg\":\"none\"}") + '.' + part(claims) + ".c2ln";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @Test
  void withoutATokenTheNumberIsAskedForAndKeptInTheAddress() {
    Page page = dashboard.fresh(Setup.wide());
    page.navigate(api.address() + "/");
    assertThat(page.locator("#user")).isFocused();
    assertThat(page.locator(".now")).isHidden();
    assertThat(api.asked("device_status_summary")).isEmpty();
    page.locator("#user").fill("12x");
    page.keyboard().press("Enter");
    assertThat(page.locator("#user:invalid")).hasCount(1);
    page.locator("#user").fill("1042");
    page.keyboard().press("Enter");
    assertThat(page.locator("#power")).hasText("813 W");
    assertThat(page).hasURL(api.address() + "/?user=1042");
  }

  @Test
  void aPageWithoutAHouseholdAsksNothing() {
    Page page = dashboard.fresh(Setup.wide());
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    page.navigate(api.address() + "/");
    assertThat(page.locator("#user")).isFocused();
    turn(page, "hidden");
    turn(page, "visible");
    page.locator("#user").fill("1042");
    page.keyboard().press("Enter");
    // Whatever was asked before that was seen before it.
    assertThat(page.locator("#power")).hasText("813 W");
    assertThat(asked)
        .filteredOn(url -> url.contains("/v1/users/"))
        .isNotEmpty()
        .allMatch(url -> url.contains("/v1/users/1042/"));
  }

  @Test
  void anotherHouseholdShowsNothingOfTheFirst() {
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#alert-list li")).hasCount(1);
    CannedHousehold.empty(api);
    page.locator("#account").click();
    page.locator("#user").fill("7");
    page.keyboard().press("Enter");
    assertThat(page.locator("#household")).hasText("Household 7");
    assertThat(page.locator("#power")).hasText("–");
    assertThat(page.locator("#alert-list li")).hasCount(0);
    assertThat(page.locator("[data-device]")).hasCount(0);
    Awaitility.await().untilAsserted(() -> assertThat(api.listening()).isEqualTo(1));
  }

  @Test
  void anUnknownHouseholdIsAskedForAnew() {
    api.trouble(Problem.of(404, "not-found", "Not found", "there is no such user"));
    Page page = dashboard.open(Setup.wide());
    assertThat(page.locator("#session-say"))
        .hasText("Household 1042 is not known: there is no such user.");
    assertThat(page.locator(".now")).isHidden();
  }
}
