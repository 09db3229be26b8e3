package io.wattflow.services.analytics.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.query.AdHocQuery;
import io.wattflow.services.analytics.query.Catalog;
import io.wattflow.services.analytics.query.InvalidQueryException;
import io.wattflow.services.analytics.query.QueryParser;
import io.wattflow.services.analytics.query.QueryRunner;
import io.wattflow.services.http.Problem;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ad-hoc questions: what can be asked, asking, and cancelling. */
final class QueryRoutes {
  private static final String ID_HEADER = "X-Query-Id";

  private final Desk desk;
  private final QueryRunner queries;
  private final QueryParser parser;
  private final Answer views;

  QueryRoutes(Desk desk, QueryRunner queries) {
    this.desk = desk;
    this.queries = queries;
    Catalog catalog = Catalog.standard();
    this.parser = new QueryParser(catalog);
    try {
      this.views = Answer.json(new ObjectMapper().writeValueAsBytes(catalog.describe()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the catalog is not JSON", e);
    }
  }

  void mount(Router router) {
    router
        .get("/v1/views")
        .handler(
            context ->
                Exchange.begin(
                    desk, "views", context, (exchange, caller) -> exchange.answer(views)));
    router
        .post("/v1/query")
        .handler(
            context -> {
              // Its body is wanted later, when it is known who asks.
              context.request().pause();
              Exchange.begin(desk, "query", context, this::query);
            });
    router
        .delete("/v1/queries/:query")
        .handler(context -> Exchange.begin(desk, "cancel_query", context, this::cancel));
  }

  private void query(Exchange exchange, Caller caller) {
    HttpServerRequest request = exchange.context().request();
    Parameters.of(exchange.context(), Set.of());
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new ProblemException(
          Problem.of(
              415, "unsupported-media-type", "Unsupported media type", "send application/json"));
    }
    @Nullable String given = request.getHeader(ID_HEADER);
    if (given != null && !QueryRunner.isId(given)) {
      throw ProblemException.field(
          ID_HEADER, "must have 1 to 64 letters, digits, dots, hyphens and underscores");
    }
    String id = given == null ? QueryRunner.newId() : given;
    SmallBody.read(
        exchange, desk.guard(), QueryParser.MAX_BYTES, body -> ask(exchange, caller, id, body));
  }

  private void ask(Exchange exchange, Caller caller, String id, byte[] body) {
    AdHocQuery query;
    try {
      query = parser.parse(body);
    } catch (InvalidQueryException e) {
      exchange.refuse(e.problem());
      return;
    }
    Future<Buffer> running = queries.run(id, query, caller);
    if (!running.failed()) {
      // Whoever hangs up does not want the answer any more. One that was refused has no query: of
      // its id there may be another one.
      exchange.context().response().closeHandler(closed -> queries.cancel(id, caller));
    }
    exchange.context().response().putHeader(ID_HEADER, id);
    exchange.then(
        running.map(Buffer::getBytes).toCompletionStage(),
        (byte[] answer) -> exchange.answer(Answer.json(answer)));
  }

  private void cancel(Exchange exchange, Caller caller) {
    String id = exchange.context().pathParam("query");
    if (QueryRunner.isId(id) && queries.cancel(id, caller)) {
      exchange.context().response().setStatusCode(204).end();
    } else {
      throw new ProblemException(
          Problem.of(404, "not-found", "Not found", "no query of yours of this id runs"));
    }
  }
}
