-- Rollups by materialized views, as ClickHouse's manual teaches them: minutes from the raw rows, and the longer windows from the
-- minutes' states, so that a raw row is read once. In the views' favour:
--   * a view sees a block of inserted rows and nothing else, so each insert costs rows of partial states that merge later;
--   * percentiles are t-digests, whose states are smaller than the readings.
-- What no view can do, because it never sees a row again: leave out repeats, resolve contradictions, integrate energy between
-- neighbouring readings.
CREATE TABLE views_1m
(
    user_id         UInt64,
    device_id       String,
    device_type     LowCardinality(String),
    window_start    DateTime('UTC'),
    reading_count   AggregateFunction(count),
    power_min       SimpleAggregateFunction(min, Int64),
    power_max       SimpleAggregateFunction(max, Int64),
    power_sum       SimpleAggregateFunction(sum, Int64),
    power_last      AggregateFunction(argMax, Int64, DateTime64(3, 'UTC')),
    power_quantiles AggregateFunction(quantilesTDigest(0.5, 0.95), Int64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(window_start)
ORDER BY (user_id, device_id, device_type, window_start);

CREATE TABLE views_5m AS views_1m;

CREATE TABLE views_1h AS views_1m;

CREATE TABLE views_1d AS views_1m;

CREATE MATERIALIZED VIEW fill_1m TO views_1m AS
SELECT user_id, device_id, device_type, toStartOfMinute(event_time) AS window_start,
    countState() AS reading_count,
    min(power_mw) AS power_min,
    max(power_mw) AS power_max,
    sum(power_mw) AS power_sum,
    argMaxState(power_mw, event_time) AS power_last,
    quantilesTDigestState(0.5, 0.95)(power_mw) AS power_quantiles
FROM telemetry
GROUP BY user_id, device_id, device_type, window_start;

-- A minute lies in five sliding windows.
CREATE MATERIALIZED VIEW fill_5m TO views_5m AS
SELECT user_id, device_id, device_type,
    arrayJoin(arrayMap(back -> m.window_start - 60 * back, range(5))) AS window_start,
    countMergeState(m.reading_count) AS reading_count,
    min(m.power_min) AS power_min,
    max(m.power_max) AS power_max,
    sum(m.power_sum) AS power_sum,
    argMaxMergeState(m.power_last) AS power_last,
    quantilesTDigestMergeState(0.5, 0.95)(m.power_quantiles) AS power_quantiles
FROM views_1m AS m
GROUP BY user_id, device_id, device_type, window_start;

CREATE MATERIALIZED VIEW fill_1h TO views_1h AS
SELECT user_id, device_id, device_type, toStartOfHour(m.window_start) AS window_start,
    countMergeState(m.reading_count) AS reading_count,
    min(m.power_min) AS power_min,
    max(m.power_max) AS power_max,
    sum(m.power_sum) AS power_sum,
    argMaxMergeState(m.power_last) AS power_last,
    quantilesTDigestMergeState(0.5, 0.95)(m.power_quantiles) AS power_quantiles
FROM views_1m AS m
GROUP BY user_id, device_id, device_type, window_start;

CREATE MATERIALIZED VIEW fill_1d TO views_1d AS
SELECT user_id, device_id, device_type, toDateTime(toStartOfDay(m.window_start), 'UTC') AS window_start,
    countMergeState(m.reading_count) AS reading_count,
    min(m.power_min) AS power_min,
    max(m.power_max) AS power_max,
    sum(m.power_sum) AS power_sum,
    argMaxMergeState(m.power_last) AS power_last,
    quantilesTDigestMergeState(0.5, 0.95)(m.power_quantiles) AS power_quantiles
FROM views_1h AS m
GROUP BY user_id, device_id, device_type, window_start;
