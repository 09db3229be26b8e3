-- Raw readings, one row for each distinct reading of a series (user_id, device_id, device_type).
--
-- The order of the columns is binding: writers send rows as RowBinary without a column list.
--
-- Engine. Delivery is at least once, so the same reading can arrive again. The sort key holds all that makes a reading distinct
-- (voltage is not part of it), so a repeat is the same row and ReplacingMergeTree without a version keeps any one of the two.
-- Of several payloads for one instant all are kept: a recomputation from raw sees the very set of readings that the stream saw.
--
-- Sort key. User first: every question of the serving path is about one user, and shards are by user. Device before time, so that
-- a device's day is one contiguous range and neighbouring values resemble each other, which is what the codecs live on. What
-- follows the event time only separates rows; the primary key leaves it out, because nobody looks it up and the index stays in
-- memory.
--
-- Partition. By day of the event time, which is part of the sort key: a repeat always falls into the same partition, FINAL may
-- merge partition by partition, and expiry drops whole days instead of rewriting parts (ttl_only_drop_parts).
--
-- Absent values are sentinels (-1, and -32768 for the power factor) and not Nullable: a null map beside each column costs more
-- than the values themselves, and key columns should not be Nullable. The view `readings` turns them into NULL.
--
-- Codecs. Each the smallest of ZSTD(1) behind nothing, Delta, DoubleDelta and T64 on the seeded fleet: together 6 bytes a
-- reading, of which power takes 1.8, event time 1.3, power factor 0.9 and voltage 0.8.
CREATE TABLE IF NOT EXISTS telemetry
(
    user_id            UInt64 CODEC(Delta, ZSTD(1)),
    -- Sorted by it, so it is one long run for each device: LZ4 needs a quarter of what ZSTD(1) does, and less time.
    device_id          String CODEC(LZ4),
    device_type        LowCardinality(String),
    -- Regular intervals: the second difference is almost always zero or jitter.
    event_time         DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Counts up by a fixed step.
    sequence           Int64 COMMENT 'number of the report; -1: absent' CODEC(DoubleDelta, ZSTD(1)),
    -- Noise in the low bits under zeroes in the high ones: T64 cuts the zeroes off before ZSTD looks at the rest.
    power_mw           Int64 COMMENT 'active power in mW, import positive' CODEC(T64, ZSTD(1)),
    power_factor       Int16 COMMENT 'in 1/10,000; -32768: absent' CODEC(T64, ZSTD(1)),
    -- Grows by steps that are alike: the second difference is small.
    energy_counter_mwh Int64 COMMENT 'cumulative import in mWh; -1: absent' CODEC(DoubleDelta, ZSTD(1)),
    voltage_mv         Int32 COMMENT 'in mV; -1: absent' CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(event_time)
PRIMARY KEY (user_id, device_id, device_type, event_time)
ORDER BY (user_id, device_id, device_type, event_time, sequence, power_mw, power_factor, energy_counter_mwh)
${telemetry_ttl}
SETTINGS ttl_only_drop_parts = 1;
