package io.wattflow.services.analytics.http;

import io.vertx.ext.web.Router;
import io.wattflow.services.analytics.alerts.AlertFeed;
import io.wattflow.services.analytics.answers.Inquiry;
import io.wattflow.services.analytics.answers.Sources;
import io.wattflow.services.analytics.cache.AnswerLoader;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.query.QueryRunner;
import io.wattflow.services.analytics.store.Store.Freshness;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Clock;

/** All paths below {@code /v1}. */
public final class Routes {
  private Routes() {}

  /** Adds them to a router of the event loop that runs now. */
  public static void mount(Router router, Desk desk, AlertFeed feed, QueryRunner queries) {
    new AlertStreamRoute(desk, feed).mount(router);
    new InquiryRoutes(desk).mount(router);
    new WarmRoute(desk).mount(router);
    new QueryRoutes(desk, queries).mount(router);
  }

  /** How a cache asks: the master when rows have just changed, for replicas may be behind. */
  public static AnswerLoader loader(Sources sources, Clock clock, Inquiry inquiry) {
    return new AnswerLoader() {
      @Override
      public Loaded load(boolean afterEviction) throws StoreException {
        return ask(sources, afterEviction);
      }

      @Override
      public Loaded loadUnhurried(boolean afterEviction) throws StoreException {
        return ask(sources.unhurried(), afterEviction);
      }

      private Loaded ask(Sources asked, boolean afterEviction) throws StoreException {
        return inquiry.load(asked, afterEviction ? Freshness.MASTER : Freshness.REPLICA, clock);
      }
    };
  }
}
