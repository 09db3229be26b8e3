package io.wattflow.services.analytics.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.wattflow.services.analytics.alerts.AlertFeed;
import io.wattflow.services.analytics.answers.AlertList;
import io.wattflow.services.analytics.answers.NotFound;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.auth.RefusedTokenException;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.store.Store.Freshness;
import io.wattflow.services.analytics.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Where live alerts are had, see {@link AlertStream}. */
final class AlertStreamRoute {
  private static final int MOST_OPEN = 1_000;
  private static final String NONE = "{\"alerts\":[],\"next\":null}";

  private final Desk desk;
  private final AlertFeed feed;

  AlertStreamRoute(Desk desk, AlertFeed feed) {
    this.desk = desk;
    this.feed = feed;
  }

  void mount(Router router) {
    router
        .get("/v1/alerts/stream")
        .handler(context -> Exchange.begin(desk, "alert_stream", context, this::stream));
  }

  private void stream(Exchange exchange, Caller caller) {
    long owner = InquiryRoutes.owner(Parameters.of(exchange.context(), Set.of("user")), caller);
    if (!caller.sees(owner)) {
      exchange.answer(NotFound.user(owner));
      return;
    }
    AlertList open =
        new AlertList(
            owner,
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            MOST_OPEN,
            Optional.empty());
    new AlertStream(
            feed,
            () -> read(open),
            owner,
            () -> stillHolds(exchange, owner),
            exchange.context().response(),
            exchange.context().vertx())
        .begin();
    exchange.count();
  }

  /** Fails while that cannot be found out: then the stream goes on. */
  private Future<Boolean> stillHolds(Exchange exchange, long owner) {
    return desk.authenticator()
        .authenticate(exchange.context().request().getHeader(HttpHeaders.AUTHORIZATION))
        .map(caller -> caller.sees(owner))
        .recover(
            failure ->
                failure instanceof RefusedTokenException
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(failure));
  }

  /** Not from a cache: what was missed since it was filled would stay missed. */
  private byte[] read(AlertList open) throws StoreException {
    Answer answer = open.load(desk.sources(), Freshness.MASTER, desk.clock()).answer();
    return answer.negative() ? NONE.getBytes(StandardCharsets.UTF_8) : answer.body();
  }
}
