package io.wattflow.simulation.load;

import io.wattflow.simulation.ProducedRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts records into batches, in their order, and says when each batch is due.
 *
 * <p>A record is due at its event time, or with the record before it if that is later: a late
 * reading is due when the script comes to it. A batch is due when it is complete.
 */
public final class Batches implements Iterator<Batch> {
  private final Iterator<ProducedRecord> records;
  private final Batching batching;
  private final Predicate<ProducedRecord> fits;
  private final long endMillis;

  private @Nullable ProducedRecord head;
  private long headDueMillis = Long.MIN_VALUE;
  private boolean over;

  /**
   * The batches of some records.
   *
   * @param fits whether a record can share a batch; another one is a batch of its own
   * @param endMillis records that are due then or later are left out, in ms since 1970 UTC
   */
  public Batches(
      Iterator<ProducedRecord> records,
      Batching batching,
      Predicate<ProducedRecord> fits,
      long endMillis) {
    this.records = records;
    this.batching = batching;
    this.fits = fits;
    this.endMillis = endMillis;
  }

  @Override
  public boolean hasNext() {
    return peek() != null;
  }

  @Override
  public Batch next() {
    ProducedRecord first = peek();
    if (first == null) {
      throw new NoSuchElementException("there are no more records");
    }
    long firstDue = headDueMillis;
    head = null;
    if (!fits.test(first)) {
      return new Batch(List.of(first), firstDue);
    }
    List<ProducedRecord> batch = new ArrayList<>(Math.min(batching.maxRecords(), 1_000));
    batch.add(first);
    return new Batch(batch, fill(batch, firstDue));
  }

  /** Adds what belongs to the batch, and returns when it is complete. */
  private long fill(List<ProducedRecord> batch, long firstDue) {
    long latest = firstDue + batching.linger().toMillis();
    long lastDue = firstDue;
    while (batch.size() < batching.maxRecords()) {
      ProducedRecord following = peek();
      if (following == null || headDueMillis > latest) {
        return Math.min(latest, endMillis);
      }
      if (!fits.test(following)) {
        // What is behind must not overtake.
        return headDueMillis;
      }
      lastDue = headDueMillis;
      batch.add(following);
      head = null;
    }
    return lastDue;
  }

  private @Nullable ProducedRecord peek() {
    if (head == null && !over) {
      if (records.hasNext()) {
        ProducedRecord following = records.next();
        headDueMillis = Math.max(headDueMillis, following.eventTimeMillis());
        head = following;
      }
      over = head == null || headDueMillis >= endMillis;
      head = over ? null : head;
    }
    return head;
  }
}
