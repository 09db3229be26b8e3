package io.wattflow.beam.source;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.core.shard.Shards;
import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.RejectionReason;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.Serial;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one element of many rows, as {@link PackRawRows} does: for each shard the packed sets of
 * its minutes.
 */
final class PackJdbcRows implements JdbcIO.RowMapper<List<KV<Integer, List<KV<Long, byte[]>>>>> {
  @Serial private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(PackJdbcRows.class);
  private static final int MAX_READINGS = 100_000;
  private static final int TOLD_AT_MOST = 5;
  private static final String POWER = "power_watts";
  private static final String OLD_POWER = "energy_watts";

  private final ReadJdbcReadings.Shape shape;

  PackJdbcRows(ReadJdbcReadings.Shape shape) {
    this.shape = shape;
  }

  @Override
  public List<KV<Integer, List<KV<Long, byte[]>>>> mapRow(ResultSet rows) throws SQLException {
    Columns columns = new Columns(rows, shape.epochMillis());
    ReadingValidator validator = new ReadingValidator(shape.limits());
    Map<Integer, MinuteDeltas> shards = new TreeMap<>();
    DecodedReading reading = new DecodedReading();
    int seen = 0;
    int refused = 0;
    do {
      seen++;
      String problem = columns.read(reading);
      if (problem == null) {
        RejectionReason reason = validator.validate(reading, System.currentTimeMillis());
        problem = reason == null ? null : validator.describe(reason, reading);
      }
      if (problem != null) {
        if (refused++ < TOLD_AT_MOST) {
          LOG.warn("a row is no valid reading and is left out: {}", problem);
        }
      } else if (shape.devices().isEmpty() || shape.devices().contains(reading.deviceId())) {
        long hash =
            Shards.hash(
                reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
        shards
            .computeIfAbsent(
                Shards.shardOf(hash, shape.shards()),
                shard -> new MinuteDeltas(shape.minute().toMillis()))
            .add(reading, hash);
      }
    } while (seen < MAX_READINGS && rows.next());
    BundleCounters counters = new BundleCounters();
    counters.add(PipelineCounter.DEAD_LETTERS, refused);
    counters.publish();
    List<KV<Integer, List<KV<Long, byte[]>>>> packs = new ArrayList<>();
    shards.forEach((shard, deltas) -> packs.add(KV.of(shard, deltas.encode())));
    return packs;
  }

  /** Where each field is. */
  private static final class Columns {
    private final ResultSet rows;
    private final boolean epochMillis;
    private final Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    private final Map<String, Integer> places = new TreeMap<>();

    Columns(ResultSet rows, boolean epochMillis) throws SQLException {
      this.rows = rows;
      this.epochMillis = epochMillis;
      ResultSetMetaData names = rows.getMetaData();
      for (int at = 1; at <= names.getColumnCount(); at++) {
        places.put(names.getColumnLabel(at).toLowerCase(Locale.ROOT), at);
      }
    }

    /** Reads the current row; what is missing, in words, or null. */
    @Nullable String read(DecodedReading reading) throws SQLException {
      String device = text("device_id");
      Long user = whole("user_id");
      Long time = time();
      Double power = number(places.containsKey(POWER) ? POWER : OLD_POWER);
      if (device == null || user == null || time == null || power == null) {
        return "device_id, user_id, event_time or power_watts is NULL";
      }
      reading.set(device, user, type(text("device_type")), time, power);
      Double factor = number("power_factor");
      if (factor != null) {
        reading.setPowerFactor(factor);
      }
      Double counter = number("energy_counter_wh");
      if (counter != null) {
        reading.setEnergyCounterWh(counter);
      }
      Long sequence = whole("sequence");
      if (sequence != null) {
        reading.setSequence(sequence);
      }
      return null;
    }

    private static DeviceType type(@Nullable String name) {
      for (DeviceType type : DeviceType.values()) {
        if (type.name().equalsIgnoreCase(name)) {
          return type;
        }
      }
      return DeviceType.UNKNOWN;
    }

    private @Nullable String text(String name) throws SQLException {
      Integer at = places.get(name);
      return at == null ? null : rows.getString(at);
    }

    private @Nullable Long whole(String name) throws SQLException {
      Integer at = places.get(name);
      if (at == null) {
        return null;
      }
      long value = rows.getLong(at);
      return rows.wasNull() ? null : value;
    }

    private @Nullable Double number(String name) throws SQLException {
      Integer at = places.get(name);
      if (at == null) {
        return null;
      }
      double value = rows.getDouble(at);
      return rows.wasNull() ? null : value;
    }

    private @Nullable Long time() throws SQLException {
      if (epochMillis) {
        return whole("event_time");
      }
      Integer at = places.get("event_time");
      java.sql.Timestamp time = at == null ? null : rows.getTimestamp(at, utc);
      return time == null ? null : time.getTime();
    }
  }
}
