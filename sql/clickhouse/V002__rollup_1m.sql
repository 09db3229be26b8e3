-- One row for each series and minute (UTC).
--
-- The order of the columns is binding: writers send rows as RowBinary without a column list. It is the same in all rollup tables.
--
-- Engine. A window's row is written early, on time, late and again after a failure; every row is absolute and carries a version
-- that grows with what it has seen. ReplacingMergeTree(version) keeps the fullest, in whatever order the rows arrive; the same row
-- twice is harmless.
--
-- Sort key. As in `telemetry`, without what makes a reading distinct: user, device, type, then time. A dashboard's question
-- (one device, some hours) is one contiguous range.
--
-- Partition. By month of the window's start, which is part of the key, so versions of one row never fall apart. A month is small
-- enough to drop and large enough that a late row does not open a partition of its own. Expired parts are dropped whole, so rows
-- outlive their time by up to a month.
--
-- Codecs. Measured on the seeded fleet, 41 bytes a row in all. Powers are whole milliwatts, so their doubles repeat and Delta lets
-- ZSTD see it (3.0 bytes); quotients fill the mantissa, where only FPC finds anything (5.8 of 8 bytes). Gorilla lost everywhere.
CREATE TABLE IF NOT EXISTS rollup_1m
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
    power_p50                Float64 COMMENT 'W, exact nearest rank' CODEC(Delta, ZSTD(1)),
    power_p95                Float64 COMMENT 'W, exact nearest rank' CODEC(Delta, ZSTD(1)),
    last_event_time          DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    energy_wh                Float64 COMMENT 'Wh, import less export' CODEC(FPC, ZSTD(1)),
    energy_estimated_wh      Float64 COMMENT 'Wh of energy_wh that bridge two or more missed reports' CODEC(ZSTD(1)),
    counter_energy_wh        Nullable(Float64) COMMENT 'Wh by the energy counter; NULL: fewer than two counter readings' CODEC(ZSTD(1)),
    power_factor_mean        Nullable(Float64) COMMENT 'NULL: no reading has one' CODEC(Delta, ZSTD(1)),
    covered_seconds          Float64 COMMENT 's of the window that were observed' CODEC(ZSTD(1)),
    quality                  UInt8 COMMENT '1 estimated, 2 gap, 4 reset, 8 rollover, 16 meter swap, 32 conflict' CODEC(ZSTD(1)),
    version                  UInt64 COMMENT 'generation << 40 | distinct readings; the highest wins' CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(window_start)
ORDER BY (user_id, device_id, device_type, window_start)
${rollup_1m_ttl}
SETTINGS ttl_only_drop_parts = 1;
