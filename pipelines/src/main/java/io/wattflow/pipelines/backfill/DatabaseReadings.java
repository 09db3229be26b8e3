package io.wattflow.pipelines.backfill;

import io.wattflow.beam.source.JdbcSource;
import io.wattflow.beam.source.ReadJdbcReadings;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.pipelines.RootCause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** A relational database, such as that of the system before this one. */
public final class DatabaseReadings implements ReadingsSource {
  private static final int SHARDS = 64;

  /** History may be of any age. */
  private static final Duration ANY_AGE = Duration.ofDays(36_500);

  private final BackfillPlan plan;
  private final JdbcSource source;
  private final Duration slice;
  private final JdbcInventory inventory;

  private DatabaseReadings(
      BackfillPlan plan, JdbcSource source, Duration slice, JdbcInventory inventory) {
    this.plan = plan;
    this.source = source;
    this.slice = slice;
    this.inventory = inventory;
  }

  /**
   * Of a plan; looks whether the query keeps the contract.
   *
   * @param slice event time that one query reads
   * @param connection to the source; stays the caller's
   * @throws SourceException if the query does not keep the contract, or the database refuses it
   */
  public static DatabaseReadings of(
      BackfillPlan plan, JdbcSource source, Duration slice, Connection connection)
      throws SourceException {
    try {
      return new DatabaseReadings(plan, source, slice, JdbcInventory.of(connection, source));
    } catch (JdbcInventory.ContractException e) {
      throw new SourceException("--jdbcQuery: " + e.getMessage(), e);
    } catch (SQLException e) {
      throw new SourceException("--jdbcQuery: " + RootCause.line(e), e);
    }
  }

  @Override
  public String noun() {
    return "rows of the query";
  }

  @Override
  public Optional<Extent> extent() {
    return Optional.empty();
  }

  @Override
  public SortedMap<Instant, Long> units() throws SourceException {
    try {
      return inventory.units(plan.span(), plan.unit());
    } catch (SQLException e) {
      throw new SourceException(source + ": " + RootCause.line(e), e);
    }
  }

  @Override
  public void check(SortedMap<Instant, Long> units) throws SourceException {
    if (units.isEmpty()) {
      throw new SourceException(
          "%s has no %s from %s to %s"
              .formatted(source, noun(), plan.span().from(), plan.span().until()));
    }
  }

  @Override
  public PTransform<PBegin, PCollection<KV<Integer, byte[]>>> read(BackfillSpan span) {
    return new ReadJdbcReadings(
        source,
        JdbcInventory.slices(span, slice),
        new ReadJdbcReadings.Shape(
            Set.copyOf(plan.devices()),
            SHARDS,
            plan.rollups().minute(),
            inventory.eventTime(),
            ValidationLimits.defaults().withMaxAge(ANY_AGE)));
  }
}
