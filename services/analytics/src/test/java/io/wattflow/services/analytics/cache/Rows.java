package io.wattflow.services.analytics.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.cache.Change;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rows of one device in one hour, of which an answer is made; counts how often that happens. */
final class Rows implements AnswerLoader {
  private static final long NOON = 1_795_435_200_000L;
  private static final long HOUR = 3_600_000;

  private final CacheClass cacheClass;
  private final Change change;
  private final List<Boolean> loads = new CopyOnWriteArrayList<>();
  private volatile String text;
  private volatile int status = 200;
  private volatile boolean away;
  private volatile Runnable during = () -> {};

  Rows(long userId, String deviceId, CacheClass cacheClass, String text) {
    this.cacheClass = cacheClass;
    this.change = new Change("rollup_1h", userId, deviceId, NOON, NOON + HOUR);
    this.text = text;
  }

  /** The rows are others from now on. */
  void become(String other) {
    text = other;
  }

  /** There are no rows from now on. */
  void vanish() {
    status = 404;
    text = "nothing";
  }

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }

  /** What happens after the rows were read, and before they arrive. */
  void during(Runnable event) {
    during = event;
  }

  /** The change that makes the rows what they are. */
  Change change() {
    return change;
  }

  /** How often they were loaded. */
  int loads() {
    return loads.size();
  }

  /** Of each load, whether it was told to be one after an eviction. */
  List<Boolean> afterEviction() {
    return List.copyOf(loads);
  }

  @Override
  public Loaded load(boolean afterEviction) throws StoreException {
    loads.add(afterEviction);
    String read = text;
    during.run();
    if (away) {
      throw new StoreException("the store is away", Duration.ofSeconds(3), null);
    }
    Answer answer = new Answer(status, Answer.JSON, read.getBytes(UTF_8));
    return new Loaded(answer, cacheClass, List.of(change));
  }
}
