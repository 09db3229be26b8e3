package io.wattflow.pipelines.backfill;

import io.wattflow.beam.source.ReadRawReadings;
import io.wattflow.pipelines.RootCause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** The raw table of the store, as long as its TTL has not come. */
public final class RawReadings implements ReadingsSource {
  private final BackfillPlan plan;
  private final RawInventory inventory;
  private final Instant now = Instant.now();

  /**
   * Of a plan.
   *
   * @param connection to the plan's store; stays the caller's
   */
  public RawReadings(BackfillPlan plan, Connection connection) {
    this.plan = plan;
    this.inventory = new RawInventory(connection, plan.store(), plan.devices());
  }

  @Override
  public String noun() {
    return "raw readings";
  }

  @Override
  public Optional<Extent> extent() throws SourceException {
    try {
      return inventory.extent();
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  @Override
  public SortedMap<Instant, Long> units() throws SourceException {
    try {
      // A day that has begun to expire may be there by half: it says nothing of its rows.
      SortedMap<Instant, Long> units = inventory.units(plan.span(), plan.unit());
      return inventory.wholeSince(now).map(units::tailMap).orElse(units);
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  @Override
  public void check(SortedMap<Instant, Long> units) throws SourceException {
    String there = extent().map(Extent::toString).orElse("no reading is there at all");
    String of = plan.devices().isEmpty() ? "" : " of " + String.join(", ", plan.devices());
    if (units.isEmpty()) {
      throw new NoReadingsException(
          "no %s%s from %s to %s: %s"
              .formatted(noun(), of, plan.span().from(), plan.span().until(), there));
    }
    // Of a generation above 0, rows that know less would win.
    if (units.firstKey().isAfter(plan.span().from()) && plan.devices().isEmpty()) {
      throw new SourceException(
          "%s before %s are missing, or about to expire: %s; write --from=%s, or take them from an archive (--source=files)"
              .formatted(noun(), units.firstKey(), there, units.firstKey()));
    }
  }

  /**
   * A correction wins over fuller rows, so that where nothing is known of a margin, or nothing yet,
   * windows that reach over it are left out.
   */
  @Override
  public BackfillSpan known(BackfillSpan span) throws SourceException {
    if (plan.rollups().generation() == 0) {
      return span;
    }
    try {
      Instant read = Instant.ofEpochMilli(span.readFromMillis());
      Optional<Extent> extent = inventory.extent();
      boolean before =
          extent.isPresent()
              && extent.get().first().isBefore(span.from())
              && inventory.wholeSince(now).map(since -> !read.isBefore(since)).orElse(true);
      boolean after = extent.isPresent() && !extent.get().last().isBefore(span.until());
      return span.within(
          before ? span.before() : Duration.ZERO, after ? span.after() : Duration.ZERO);
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  @Override
  public PTransform<PBegin, PCollection<KV<Integer, byte[]>>> read(BackfillSpan span)
      throws SourceException {
    try {
      return new ReadRawReadings(
          plan.store(),
          inventory.slices(span, plan.sliceReadings()),
          plan.devices(),
          plan.rollups().minute());
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  private SourceException unanswered(SQLException e) {
    return new SourceException("ClickHouse at " + plan.store().url() + ": " + RootCause.line(e), e);
  }
}
