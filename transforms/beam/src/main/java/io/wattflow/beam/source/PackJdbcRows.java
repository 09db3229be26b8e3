package io.wattflow.beam.source;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.core.rows.DeviceTypeNames;
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
import java.util.Set;
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
  private static final int TOLD_AT_MOST = 5;

  private final ReadJdbcReadings.Shape shape;

  PackJdbcRows(ReadJdbcReadings.Shape shape) {
    this.shape = shape;
  }

  @Override
  public List<KV<Integer, List<KV<Long, byte[]>>>> mapRow(ResultSet rows) throws SQLException {
    Columns columns = new Columns(rows, shape.eventTime());
    ReadingValidator validator = new ReadingValidator(shape.limits());
    long now = System.currentTimeMillis();
    Map<Integer, MinuteDeltas> shards = new TreeMap<>();
    DecodedReading reading = new DecodedReading();
    int seen = 0;
    int refused = 0;
    do {
      seen++;
      if (!columns.isOf(shape.devices())) {
        continue;
      }
      String problem = columns.read(reading);
      if (problem == null) {
        RejectionReason reason = validator.validate(reading, now);
        problem = reason == null ? null : validator.describe(reason, reading);
      }
      if (problem == null) {
        add(reading, shards);
      } else if (refused++ < TOLD_AT_MOST) {
        LOG.warn("a row is no valid reading and is left out: {}", problem);
      }
    } while (seen < MinuteDeltas.MAX_READINGS && rows.next());
    count(refused);
    List<KV<Integer, List<KV<Long, byte[]>>>> packs = new ArrayList<>();
    shards.forEach((shard, deltas) -> packs.add(KV.of(shard, deltas.encode())));
    return packs;
  }

  private void add(DecodedReading reading, Map<Integer, MinuteDeltas> shards) {
    long hash =
        Shards.hash(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
    shards
        .computeIfAbsent(
            Shards.shardOf(hash, shape.shards()),
            shard -> new MinuteDeltas(shape.minute().toMillis()))
        .add(reading, hash);
  }

  /** Those that are good are counted when their deltas are unpacked. */
  private static void count(int refused) {
    BundleCounters counters = new BundleCounters();
    counters.add(PipelineCounter.RECORDS_READ, refused);
    counters.add(PipelineCounter.DEAD_LETTERS, refused);
    counters.publish();
  }

  /** Where each field is; 0: nowhere. */
  private static final class Columns {
    private static final int NOWHERE = 0;

    private final ResultSet rows;
    private final EventTimeColumn eventTime;
    private final Calendar utc = EventTimeColumn.utc();
    private final int device;
    private final int user;
    private final int type;
    private final int time;
    private final int power;
    private final int factor;
    private final int counter;
    private final int sequence;
    private @Nullable String lastType;
    private DeviceType deviceType = DeviceType.UNKNOWN;

    Columns(ResultSet rows, EventTimeColumn eventTime) throws SQLException {
      this.rows = rows;
      this.eventTime = eventTime;
      Map<String, Integer> places = new TreeMap<>();
      ResultSetMetaData names = rows.getMetaData();
      for (int at = 1; at <= names.getColumnCount(); at++) {
        places.put(names.getColumnLabel(at).toLowerCase(Locale.ROOT), at);
      }
      device = places.getOrDefault("device_id", NOWHERE);
      user = places.getOrDefault("user_id", NOWHERE);
      type = places.getOrDefault("device_type", NOWHERE);
      time = places.getOrDefault("event_time", NOWHERE);
      power = places.getOrDefault("power_watts", places.getOrDefault("energy_watts", NOWHERE));
      factor = places.getOrDefault("power_factor", NOWHERE);
      counter = places.getOrDefault("energy_counter_wh", NOWHERE);
      sequence = places.getOrDefault("sequence", NOWHERE);
    }

    /** Whether the current row is of one of these devices; of none in particular: any. */
    boolean isOf(Set<String> devices) throws SQLException {
      return devices.isEmpty() || devices.contains(String.valueOf(rows.getString(device)));
    }

    /** Reads the current row; what is missing, in words, or null. */
    @Nullable String read(DecodedReading reading) throws SQLException {
      String id = rows.getString(device);
      long owner = rows.getLong(user);
      boolean noOwner = rows.wasNull();
      Long millis = eventTime.read(rows, time, utc);
      double watts = rows.getDouble(power);
      boolean noPower = rows.wasNull();
      if (id == null || noOwner || millis == null || noPower) {
        return "device_id, user_id, event_time or power_watts is NULL";
      }
      reading.set(id, owner, type(), millis, watts);
      double powerFactor = factor == NOWHERE ? 0 : rows.getDouble(factor);
      if (factor != NOWHERE && !rows.wasNull()) {
        reading.setPowerFactor(powerFactor);
      }
      double wattHours = counter == NOWHERE ? 0 : rows.getDouble(counter);
      if (counter != NOWHERE && !rows.wasNull()) {
        reading.setEnergyCounterWh(wattHours);
      }
      long number = sequence == NOWHERE ? 0 : rows.getLong(sequence);
      if (sequence != NOWHERE && !rows.wasNull()) {
        reading.setSequence(number);
      }
      return null;
    }

    private DeviceType type() throws SQLException {
      String name = type == NOWHERE ? null : rows.getString(type);
      if (name != null && !name.equals(lastType)) {
        lastType = name;
        deviceType = DeviceTypeNames.typeOf(name.toUpperCase(Locale.ROOT));
      }
      return name == null ? DeviceType.UNKNOWN : deviceType;
    }
  }
}
