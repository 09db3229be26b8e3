package io.wattflow.beam.sink;

import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.cache.DeviceStatus;
import io.wattflow.cache.RedisAddress;
import io.wattflow.core.rows.ColumnSink;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowReader;
import io.wattflow.core.rows.Table;
import io.wattflow.core.rows.TableLayout;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;

/** Keeps the newest status of each device in the bundle and stores them when the bundle ends. */
final class PushStatusFn extends DoFn<RowBlock, Void> {
  private final RedisAddress redis;
  private final Duration ttl;
  private final Duration maxOutage;

  private transient DeviceStatusStore store;
  private transient BundleCounters counters;
  private transient Map<Device, DeviceStatus> newest;

  private record Device(long userId, String deviceId) {}

  PushStatusFn(RedisAddress redis, Duration ttl, Duration maxOutage) {
    this.redis = redis;
    this.ttl = ttl;
    this.maxOutage = maxOutage;
  }

  @Setup
  public void setup() {
    store = new DeviceStatusStore(redis, ttl);
    counters = new BundleCounters();
    newest = new HashMap<>();
  }

  @StartBundle
  public void startBundle() {
    newest.clear();
  }

  @ProcessElement
  public void processElement(@Element RowBlock block) {
    StatusColumns columns = new StatusColumns();
    RowReader rows = new RowReader(block);
    while (rows.hasNext()) {
      rows.readRow(columns);
      DeviceStatus status = columns.status();
      newest.merge(new Device(status.userId(), status.deviceId()), status, DeviceStatus::newer);
    }
  }

  @FinishBundle
  public void finishBundle() throws IOException, InterruptedException {
    Outages.awaitRedis(redis, "the device status", maxOutage, () -> store.put(newest.values()));
    counters.add(PipelineCounter.STATUS_PUSHED, newest.size());
    counters.publish();
    newest.clear();
  }

  @Teardown
  public void teardown() {
    store.close();
  }

  /** Picks the columns of a status out of a row of minutes. */
  private static final class StatusColumns implements ColumnSink {
    private static final int USER = column("user_id");
    private static final int DEVICE = column("device_id");
    private static final int TYPE = column("device_type");
    private static final int TIME = column("last_event_time");
    private static final int POWER = column("power_last");
    private static final int VERSION = column("version");

    private long userId;
    private String deviceId = "";
    private String deviceType = "";
    private long eventTimeMillis;
    private double powerWatts;
    private long version;

    private static int column(String name) {
      return TableLayout.of(Table.ROLLUP_1M).columnNames().indexOf(name) + 1;
    }

    DeviceStatus status() {
      return new DeviceStatus(userId, deviceId, deviceType, eventTimeMillis, powerWatts, version);
    }

    @Override
    public void setLong(int column, long value) {
      if (column == USER) {
        userId = value;
      } else if (column == VERSION) {
        version = value;
      }
    }

    @Override
    public void setDouble(int column, double value) {
      if (column == POWER) {
        powerWatts = value;
      }
    }

    @Override
    public void setString(int column, String value) {
      if (column == DEVICE) {
        deviceId = value;
      } else if (column == TYPE) {
        deviceType = value;
      }
    }

    @Override
    public void setInstantMillis(int column, long millis) {
      if (column == TIME) {
        eventTimeMillis = millis;
      }
    }

    @Override
    public void setNull(int column) {
      // No column of a status can be null.
    }
  }
}
