package io.wattflow.pipelines.backfill;

import io.wattflow.beam.source.ReadRawReadings;
import io.wattflow.pipelines.RootCause;
import java.sql.Connection;
import java.sql.SQLException;
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
      return inventory.units(plan.span(), plan.unit());
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  @Override
  public void check(SortedMap<Instant, Long> units) throws SourceException {
    String there = extent().map(Extent::toString).orElse("no reading is there at all");
    String of = plan.devices().isEmpty() ? "" : " of " + String.join(", ", plan.devices());
    if (units.isEmpty()) {
      throw new SourceException(
          "no %s%s from %s to %s: %s"
              .formatted(noun(), of, plan.span().from(), plan.span().until(), there));
    }
    // Of a generation above 0, rows that know less would win.
    if (units.firstKey().isAfter(plan.span().from()) && plan.devices().isEmpty()) {
      throw new SourceException(
          "no %s before %s: %s; write --from=%s, or take them from an archive (--source=files)"
              .formatted(noun(), units.firstKey(), there, units.firstKey()));
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
