-- Rollups for people and BI tools: one row for each window, the share of it that was observed, and the quality in words.
--
-- FINAL hides the rows that a fuller version has overtaken and no merge has removed yet. Partitions are by month or year of the
-- window's start, a function of the sort key, so it need not look across them; conditions on user, device and time reach the primary
-- key through the view.
--
-- Never add up energy_5m: its windows overlap. Coarser rows are more exact than sums of finer ones (docs/energy.md).

-- The minutes.
CREATE VIEW IF NOT EXISTS energy_1m AS
SELECT
    user_id,
    device_id,
    device_type,
    window_start,
    window_start + INTERVAL 1 MINUTE AS window_end,
    energy_wh,
    energy_estimated_wh,
    counter_energy_wh,
    power_mean,
    power_time_weighted_mean,
    power_min,
    power_max,
    power_first,
    power_last,
    power_p50,
    power_p95,
    power_factor_mean,
    reading_count,
    last_event_time,
    covered_seconds / 60 AS coverage,
    arrayFilter(
        (name, bit) -> bitTest(quality, bit),
        ['ESTIMATED', 'GAP', 'RESET', 'ROLLOVER', 'METER_SWAP', 'CONFLICT'],
        range(6)) AS quality_flags
FROM rollup_1m FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- The windows of five minutes, one of which begins every minute.
CREATE VIEW IF NOT EXISTS energy_5m AS
SELECT
    user_id,
    device_id,
    device_type,
    window_start,
    window_start + INTERVAL 5 MINUTE AS window_end,
    energy_wh,
    energy_estimated_wh,
    counter_energy_wh,
    power_mean,
    power_time_weighted_mean,
    power_min,
    power_max,
    power_first,
    power_last,
    power_p50,
    power_p95,
    power_factor_mean,
    reading_count,
    last_event_time,
    covered_seconds / 300 AS coverage,
    arrayFilter(
        (name, bit) -> bitTest(quality, bit),
        ['ESTIMATED', 'GAP', 'RESET', 'ROLLOVER', 'METER_SWAP', 'CONFLICT'],
        range(6)) AS quality_flags
FROM rollup_5m FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- The hours.
CREATE VIEW IF NOT EXISTS energy_1h AS
SELECT
    user_id,
    device_id,
    device_type,
    window_start,
    window_start + INTERVAL 1 HOUR AS window_end,
    energy_wh,
    energy_estimated_wh,
    counter_energy_wh,
    power_mean,
    power_time_weighted_mean,
    power_min,
    power_max,
    power_first,
    power_last,
    power_p50,
    power_p95,
    power_factor_mean,
    reading_count,
    last_event_time,
    covered_seconds / 3600 AS coverage,
    arrayFilter(
        (name, bit) -> bitTest(quality, bit),
        ['ESTIMATED', 'GAP', 'RESET', 'ROLLOVER', 'METER_SWAP', 'CONFLICT'],
        range(6)) AS quality_flags
FROM rollup_1h FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- The days (UTC).
CREATE VIEW IF NOT EXISTS energy_1d AS
SELECT
    user_id,
    device_id,
    device_type,
    window_start,
    window_start + INTERVAL 1 DAY AS window_end,
    energy_wh,
    energy_estimated_wh,
    counter_energy_wh,
    power_mean,
    power_time_weighted_mean,
    power_min,
    power_max,
    power_first,
    power_last,
    power_p50,
    power_p95,
    power_factor_mean,
    reading_count,
    last_event_time,
    covered_seconds / 86400 AS coverage,
    arrayFilter(
        (name, bit) -> bitTest(quality, bit),
        ['ESTIMATED', 'GAP', 'RESET', 'ROLLOVER', 'METER_SWAP', 'CONFLICT'],
        range(6)) AS quality_flags
FROM rollup_1d FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;
