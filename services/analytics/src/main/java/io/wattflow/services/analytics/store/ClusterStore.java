package io.wattflow.services.analytics.store;

import java.util.List;
import java.util.function.Function;

/** Signatures first; the rest follows. */
public final class ClusterStore implements Store {

  /** Opens pools to every server of a layout; none of them needs to answer yet. */
  public static ClusterStore open(ClusterLayout layout, StoreSettings settings) {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Every server, shard by shard, the master first. */
  public List<ServerStatus> servers() {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public <T> T ask(long userId, Freshness freshness, Question<T> question) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * Asks an ad-hoc question, of any answer's size within the limits, from a small pool of its own.
   * Statements made on the connection have the limits as settings; {@code Statement.cancel} of
   * another thread ends them.
   *
   * @throws QueryRefusedException if a limit or {@code cancel} ended it
   * @throws StoreException if no server of the shard answers
   */
  public <T> T ask(long userId, QueryLimits limits, Question<T> question)
      throws StoreException, QueryRefusedException {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public <T, R> R askAll(Question<T> question, Function<List<T>, R> combine) throws StoreException {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public void close() {}
}
