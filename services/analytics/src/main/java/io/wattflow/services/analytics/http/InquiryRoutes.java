package io.wattflow.services.analytics.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wattflow.schemas.avro.AlertSeverity;
import io.wattflow.services.analytics.answers.AlertList;
import io.wattflow.services.analytics.answers.BodyFormat;
import io.wattflow.services.analytics.answers.DeviceRollups;
import io.wattflow.services.analytics.answers.DeviceStatusSummary;
import io.wattflow.services.analytics.answers.HourlyTrends;
import io.wattflow.services.analytics.answers.HouseholdRollups;
import io.wattflow.services.analytics.answers.Inquiry;
import io.wattflow.services.analytics.answers.NotFound;
import io.wattflow.services.analytics.answers.ReportPeriod;
import io.wattflow.services.analytics.answers.Reports;
import io.wattflow.services.analytics.answers.RollupWindow;
import io.wattflow.services.analytics.answers.TopConsumingDevices;
import io.wattflow.services.analytics.answers.TotalEnergyToday;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.cache.Served;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The questions that caches answer: what is asked for, and whether the caller may know. */
final class InquiryRoutes {
  private static final List<RollupWindow> WINDOWS = List.of(RollupWindow.values());
  private static final List<RollupWindow> SUMMABLE =
      List.of(RollupWindow.ONE_MINUTE, RollupWindow.ONE_HOUR, RollupWindow.ONE_DAY);
  private static final long MAX_CHART_WINDOWS = 10_000;
  private static final long MAX_SPAN_WINDOWS = 500_000;
  private static final int MAX_PAGE = 10_000;
  private static final LocalDate FIRST_DATE = LocalDate.of(1970, 1, 1);
  private static final LocalDate LAST_DATE = LocalDate.of(2099, 12, 31);

  private final Desk desk;

  InquiryRoutes(Desk desk) {
    this.desk = desk;
  }

  void mount(Router router) {
    user(
        router,
        "total_energy_today",
        Set.of("time_zone"),
        (user, parameters) -> new TotalEnergyToday(user, parameters.zone("time_zone")));
    user(
        router,
        "top_consuming_devices",
        Set.of("limit"),
        (user, parameters) ->
            new TopConsumingDevices(user, parameters.number("limit", 1, 100, Popular.TOP)));
    user(router, "hourly_trends_last_24h", Set.of(), (user, parameters) -> new HourlyTrends(user));
    user(
        router,
        "device_status_summary",
        Set.of(),
        (user, parameters) -> new DeviceStatusSummary(user));
    user(router, "rollups", Set.of("window", "from", "to"), InquiryRoutes::household);
    user(router, "reports/:period", Set.of("from", "to", "device"), InquiryRoutes::reports);
    router.get("/v1/devices/:device/rollups").handler(route("device_rollups", this::device));
    router.get("/v1/alerts").handler(route("alerts", this::alerts));
  }

  /** What is asked about a user that the path names. */
  @FunctionalInterface
  private interface Asked {
    Inquiry of(long user, Parameters parameters);
  }

  private void user(Router router, String name, Set<String> parameters, Asked asked) {
    router
        .get("/v1/users/:user/" + name)
        .handler(
            route(
                name.replace("/:period", ""),
                (exchange, caller) -> {
                  Parameters given = Parameters.of(exchange.context(), parameters);
                  long user = given.userInPath();
                  // Read before it is looked at whose user it is: errors are alike for all.
                  Inquiry inquiry = asked.of(user, given);
                  if (caller.sees(user)) {
                    desk.warmer().seen(user);
                    ask(exchange, inquiry);
                  } else {
                    exchange.answer(NotFound.user(user));
                  }
                }));
  }

  private Handler<RoutingContext> route(String name, Exchange.Service service) {
    return context -> Exchange.begin(desk, name, context, service);
  }

  private void ask(Exchange exchange, Inquiry inquiry) {
    exchange.then(
        desk.cache().get(inquiry.key(), Routes.loader(desk.sources(), desk.clock(), inquiry)),
        (Served served) -> {
          String next = served.answer().next();
          if (next != null) {
            exchange.context().response().putHeader("Link", "<" + next + ">; rel=\"next\"");
          }
          exchange.answer(served);
        });
  }

  private static Inquiry household(long user, Parameters parameters) {
    RollupWindow window = window(parameters, SUMMABLE);
    Span span = Span.of(parameters);
    span.require(window, SUMMABLE, MAX_CHART_WINDOWS);
    return new HouseholdRollups(user, window, span.from(), span.to());
  }

  private static Inquiry reports(long user, Parameters parameters) {
    ReportPeriod period =
        parameters.choiceInPath("period", List.of(ReportPeriod.values()), ReportPeriod::label);
    LocalDate from = parameters.date("from").orElse(FIRST_DATE);
    LocalDate to = parameters.date("to").orElse(LAST_DATE);
    if (to.isBefore(from)) {
      throw ProblemException.field("to", "must not be before from");
    }
    return new Reports(user, period, from, to, parameters.text("device"));
  }

  private static RollupWindow window(Parameters parameters, List<RollupWindow> known) {
    return parameters
        .choice("window", known, RollupWindow::label)
        .orElseThrow(
            () ->
                ProblemException.field(
                    "window",
                    "missing; give one of "
                        + String.join(", ", known.stream().map(RollupWindow::label).toList())));
  }

  private void device(Exchange exchange, Caller caller) {
    Parameters parameters =
        Parameters.of(
            exchange.context(),
            Set.of("user", "window", "from", "to", "limit", "cursor", "format"));
    String device = parameters.deviceInPath();
    RollupWindow window = window(parameters, WINDOWS);
    Span span = Span.of(parameters);
    span.require(window, WINDOWS, MAX_SPAN_WINDOWS);
    long owner = owner(parameters, caller);
    DeviceRollups inquiry =
        new DeviceRollups(
            owner,
            device,
            window,
            span.from(),
            span.to(),
            parameters.number("limit", 1, MAX_PAGE, 1_000),
            cursor(parameters, DeviceRollups.Cursor::parse),
            format(parameters, exchange));
    if (caller.sees(owner)) {
      ask(exchange, inquiry);
    } else {
      exchange.answer(NotFound.device(device));
    }
  }

  private void alerts(Exchange exchange, Caller caller) {
    Parameters parameters =
        Parameters.of(
            exchange.context(),
            Set.of("user", "state", "severity", "from", "to", "limit", "cursor"));
    Optional<Instant> from = parameters.instant("from");
    Optional<Instant> to = parameters.instant("to");
    if (from.isPresent() && to.isPresent() && !to.get().isAfter(from.get())) {
      throw ProblemException.field("to", "must be after from");
    }
    long owner = owner(parameters, caller);
    AlertList inquiry =
        new AlertList(
            owner,
            parameters
                .choice("state", List.of("open", "all"), Function.identity())
                .orElse("all")
                .equals("open"),
            from,
            to,
            parameters.choice("severity", List.of(AlertSeverity.values()), Parameters::symbol),
            parameters.number("limit", 1, 1_000, 100),
            cursor(parameters, AlertList.Cursor::parse));
    if (caller.sees(owner)) {
      ask(exchange, inquiry);
    } else {
      exchange.answer(NotFound.user(owner));
    }
  }

  /** Whose data: the token says so, or the parameter where it does not. */
  static long owner(Parameters parameters, Caller caller) {
    return parameters
        .user("user")
        .or(() -> caller.userId().stream().boxed().findFirst())
        .orElseThrow(
            () -> ProblemException.field("user", "missing; without a token it names the owner"));
  }

  private static <C> Optional<C> cursor(Parameters parameters, Function<String, C> parse) {
    return parameters
        .text("cursor")
        .map(
            text -> {
              try {
                return parse.apply(text);
              } catch (IllegalArgumentException e) {
                throw ProblemException.field(
                    "cursor", "not one of ours; take it from the answer before");
              }
            });
  }

  private static BodyFormat format(Parameters parameters, Exchange exchange) {
    return parameters
        .choice("format", List.of(BodyFormat.values()), Parameters::symbol)
        .orElseGet(
            () -> {
              String accept = exchange.context().request().getHeader(HttpHeaders.ACCEPT);
              return accept != null && accept.contains("text/csv")
                  ? BodyFormat.CSV
                  : BodyFormat.JSON;
            });
  }

  /** From an instant to a later one. */
  private record Span(Instant from, Instant to) {
    static Span of(Parameters parameters) {
      Instant from = parameters.requiredInstant("from");
      Instant to = parameters.requiredInstant("to");
      if (!to.isAfter(from)) {
        throw ProblemException.field("to", "must be after from");
      }
      return new Span(from, to);
    }

    /** Refuses a span of too many windows, and says which window would fit. */
    void require(RollupWindow window, List<RollupWindow> known, long most) {
      long windows = window.windows(from, to);
      if (windows <= most) {
        return;
      }
      String hint =
          known.stream()
              .filter(longer -> longer.windows(from, to) <= most)
              .findFirst()
              .map(longer -> "ask for window=" + longer.label() + " or a shorter span")
              .orElse("ask for a shorter span");
      throw ProblemException.field(
          "window",
          "%s from %s to %s are %,d windows, and at most %,d are answered: %s"
              .formatted(window.label(), from, to, windows, most, hint));
    }
  }
}
