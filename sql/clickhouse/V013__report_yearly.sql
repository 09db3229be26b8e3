-- One row for each series and local year of its time zone; the exact sum of its rows in `report_monthly`.
--
-- Columns, engine, keys and partition are those of `report_daily`, for the reasons given there. period_start is the first of January.
CREATE TABLE IF NOT EXISTS report_yearly
(
    user_id                    UInt64 CODEC(Delta, ZSTD(1)),
    device_id                  String CODEC(LZ4),
    device_type                LowCardinality(String),
    period_start               Date COMMENT 'first local date' CODEC(Delta, ZSTD(1)),
    time_zone                  LowCardinality(String) COMMENT 'IANA name of the clocks that count',
    period_start_utc           DateTime('UTC') COMMENT 'first instant' CODEC(Delta, ZSTD(1)),
    period_end_utc             DateTime('UTC') COMMENT 'first instant after it' CODEC(Delta, ZSTD(1)),
    energy_wh                  Decimal(18, 6) COMMENT 'Wh, import less export' CODEC(ZSTD(1)),
    energy_import_wh           Decimal(18, 6) COMMENT 'Wh of the hours, or parts of hours, with net import' CODEC(ZSTD(1)),
    energy_export_wh           Decimal(18, 6) COMMENT 'Wh of those with net export; not negative' CODEC(ZSTD(1)),
    energy_estimated_wh        Decimal(18, 6) COMMENT 'Wh that bridge missed reports or were put into this period by time alone; not negative' CODEC(ZSTD(1)),
    covered_seconds            Decimal(18, 3) COMMENT 's of the period that were observed' CODEC(ZSTD(1)),
    reading_count              UInt64 COMMENT 'winning readings' CODEC(ZSTD(1)),
    power_max                  Nullable(Decimal(18, 3)) COMMENT 'W, the highest reading; NULL: none lies inside' CODEC(ZSTD(1)),
    power_max_window_start     Nullable(DateTime('UTC')) COMMENT 'start of the window with it, the first if there are several' CODEC(ZSTD(1)),
    power_max_window_seconds   Nullable(UInt16) COMMENT '3600, or 60 where the hour was divided' CODEC(ZSTD(1)),
    power_min                  Nullable(Decimal(18, 3)) COMMENT 'W, the lowest reading; negative: the highest export' CODEC(ZSTD(1)),
    power_min_window_start     Nullable(DateTime('UTC')) CODEC(ZSTD(1)),
    power_min_window_seconds   Nullable(UInt16) CODEC(ZSTD(1)),
    quality                    UInt8 COMMENT 'as in the rollups, of all hours; 64: an hour was divided by time alone' CODEC(ZSTD(1)),
    hours_divided_by_minutes   UInt32 COMMENT 'hours that a bound of the period or of a price cuts, divided by their minutes' CODEC(ZSTD(1)),
    hours_divided_by_time      UInt32 COMMENT 'the same, divided by time alone, because minutes are missing' CODEC(ZSTD(1)),
    tariff                     LowCardinality(String) COMMENT 'empty: none',
    tariff_version             LowCardinality(String) COMMENT 'dates from which the prices hold that were used, the earliest first',
    currency                   LowCardinality(String) COMMENT 'ISO 4217; empty without a tariff',
    cost_import                Nullable(Decimal(38, 15)) COMMENT 'of the imported energy; NULL, as all costs: some of it has no price' CODEC(ZSTD(1)),
    cost_export                Nullable(Decimal(38, 15)) COMMENT 'of the exported energy; negative: it earns' CODEC(ZSTD(1)),
    cost_standing              Nullable(Decimal(38, 15)) COMMENT 'standing charge of the days with readings, meters only' CODEC(ZSTD(1)),
    previous_energy_wh         Nullable(Decimal(18, 6)) COMMENT 'energy_wh of the period before; NULL: no readings' CODEC(ZSTD(1)),
    previous_cost              Nullable(Decimal(38, 15)) COMMENT 'cost of the period before' CODEC(ZSTD(1)),
    generation                 UInt32 COMMENT 'how often other settings have replaced this row' CODEC(ZSTD(1)),
    settings                   UInt64 COMMENT 'fingerprint of zone, bounds, tariff and rules' CODEC(ZSTD(1)),
    hour_version               UInt128 COMMENT 'sum of the versions of the hours of this period' CODEC(ZSTD(1)),
    version                    UInt128 COMMENT 'generation << 96 | hours of this period and the one before << 16 | hours divided by minutes' CODEC(ZSTD(1)),
    is_deleted                 UInt8 COMMENT '1: withdrawn' CODEC(ZSTD(1)),
    hours                      Float64 ALIAS dateDiff('second', period_start_utc, period_end_utc) / 3600,
    coverage                   Float64 ALIAS toFloat64(covered_seconds) / dateDiff('second', period_start_utc, period_end_utc),
    estimated_share            Float64 ALIAS if(energy_import_wh + energy_export_wh = 0, 0, least(1, toFloat64(energy_estimated_wh) / toFloat64(energy_import_wh + energy_export_wh))),
    cost                       Nullable(Decimal(38, 15)) ALIAS cost_import + cost_export + cost_standing,
    energy_change              Nullable(Float64) ALIAS toFloat64(energy_wh - previous_energy_wh) / nullIf(abs(toFloat64(previous_energy_wh)), 0),
    cost_change                Nullable(Float64) ALIAS toFloat64(cost_import + cost_export + cost_standing - previous_cost) / nullIf(abs(toFloat64(previous_cost)), 0)
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYear(period_start)
ORDER BY (user_id, device_id, device_type, period_start);
