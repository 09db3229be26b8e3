-- One row for each series and hour (UTC).
--
-- Columns, engine, sort key and codecs are those of `rollup_1m`, for the reasons given there. The energy of an hour is integrated
-- over the hour's readings and is not the sum of its minutes' rows (docs/energy.md says by how much they differ).
--
-- Partition. By month. An hour has a sixtieth of the minutes' rows, but a month is what a monthly report reads, and five years are
-- 60 partitions.
CREATE TABLE IF NOT EXISTS rollup_1h
(
    user_id                  UInt64 CODEC(Delta, ZSTD(1)),
    device_id                String CODEC(LZ4),
    device_type              LowCardinality(String),
    window_start             DateTime('UTC') CODEC(Delta, ZSTD(1)),
    reading_count            UInt32 COMMENT 'winning readings' CODEC(ZSTD(1)),
    power_min                Float64 COMMENT 'W; import positive, as all powers' CODEC(Delta, ZSTD(1)),
    power_max                Float64 COMMENT 'W' CODEC(Delta, ZSTD(1)),
    power_mean               Float64 COMMENT 'W, mean of the readings' CODEC(ZSTD(1)),
    power_time_weighted_mean Float64 COMMENT 'W, mean over the covered time' CODEC(FPC, ZSTD(1)),
    power_first              Float64 COMMENT 'W' CODEC(Delta, ZSTD(1)),
    power_last               Float64 COMMENT 'W' CODEC(Delta, ZSTD(1)),
    power_p50                Float64 COMMENT 'W, by buckets of 1/128 relative error' CODEC(Delta, ZSTD(1)),
    power_p95                Float64 COMMENT 'W, by buckets of 1/128 relative error' CODEC(Delta, ZSTD(1)),
    last_event_time          DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    energy_wh                Float64 COMMENT 'Wh, import less export' CODEC(FPC, ZSTD(1)),
    energy_estimated_wh      Float64 COMMENT 'Wh of energy_wh that bridge two or more missed reports' CODEC(ZSTD(1)),
    counter_energy_wh        Nullable(Float64) COMMENT 'Wh by the energy counter; NULL: fewer than two counter readings' CODEC(ZSTD(1)),
    power_factor_mean        Nullable(Float64) COMMENT 'NULL: no reading has one' CODEC(Delta, ZSTD(1)),
    covered_seconds          Float64 COMMENT 's of the window that were observed' CODEC(ZSTD(1)),
    quality                  UInt8 COMMENT '1 estimated, 2 gap, 4 reset, 8 rollover, 16 meter swap, 32 conflict' CODEC(ZSTD(1)),
    version                  UInt64 COMMENT 'sum of the versions of its minutes; the highest wins' CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(window_start)
ORDER BY (user_id, device_id, device_type, window_start)
${rollup_1h_ttl}
SETTINGS ttl_only_drop_parts = 1;
