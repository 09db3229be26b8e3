package io.wattflow.services.analytics.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.wattflow.services.analytics.answers.NotFound;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.cache.Answer;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Warming on demand: loads a user's popular answers, and tells when they are there. */
final class WarmRoute {
  private final Desk desk;

  WarmRoute(Desk desk) {
    this.desk = desk;
  }

  void mount(Router router) {
    router
        .post("/v1/users/:user/warm")
        .handler(context -> Exchange.begin(desk, "warm", context, this::warm));
  }

  private void warm(Exchange exchange, Caller caller) {
    long user = Parameters.of(exchange.context(), Set.of()).userInPath();
    if (!caller.sees(user)) {
      exchange.answer(NotFound.user(user));
      return;
    }
    long start = System.nanoTime();
    exchange.then(
        desk.warmer().warm(user),
        loaded ->
            exchange.answer(
                Answer.json(
                    new JsonObject()
                        .put("loaded", loaded)
                        .put("elapsed_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                        .toBuffer()
                        .getBytes())));
  }
}
