-- Reports for people and BI tools: one row for each local period, without what only the writer needs.
--
-- FINAL hides what newer versions have overtaken. Partitions are by year of the local date, which is part of the sort key, so it need not
-- look across them; conditions on user, device and date reach the primary key through the view.
--
-- `cost` is exact, with 15 decimals; whoever shows it rounds it. Never add up costs of different currencies. Adding up a user's devices
-- counts a plug behind the meter twice: take device_type = 'METER', or look at devices one by one.

-- The days.
CREATE VIEW IF NOT EXISTS energy_local_day AS
SELECT
    user_id,
    device_id,
    device_type,
    period_start,
    time_zone,
    period_start_utc,
    period_end_utc,
    hours,
    energy_wh,
    energy_import_wh,
    energy_export_wh,
    energy_estimated_wh,
    estimated_share,
    coverage,
    reading_count,
    power_max,
    power_max_window_start,
    power_max_window_seconds,
    power_min,
    power_min_window_start,
    power_min_window_seconds,
    arrayFilter(
        (name, bit) -> bitTest(quality, bit),
        ['ESTIMATED', 'GAP', 'RESET', 'ROLLOVER', 'METER_SWAP', 'CONFLICT', 'DIVIDED_BY_TIME'],
        range(7)) AS quality_flags,
    hours_divided_by_time,
    tariff,
    tariff_version,
    currency,
    cost,
    cost_import,
    cost_export,
    cost_standing,
    previous_energy_wh,
    energy_change,
    previous_cost,
    cost_change
FROM report_daily FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- The months.
CREATE VIEW IF NOT EXISTS energy_local_month AS
SELECT
    user_id,
    device_id,
    device_type,
    period_start,
    time_zone,
    period_start_utc,
    period_end_utc,
    hours,
    energy_wh,
    energy_import_wh,
    energy_export_wh,
    energy_estimated_wh,
    estimated_share,
    coverage,
    reading_count,
    power_max,
    power_max_window_start,
    power_max_window_seconds,
    power_min,
    power_min_window_start,
    power_min_window_seconds,
    arrayFilter(
        (name, bit) -> bitTest(quality, bit),
        ['ESTIMATED', 'GAP', 'RESET', 'ROLLOVER', 'METER_SWAP', 'CONFLICT', 'DIVIDED_BY_TIME'],
        range(7)) AS quality_flags,
    hours_divided_by_time,
    tariff,
    tariff_version,
    currency,
    cost,
    cost_import,
    cost_export,
    cost_standing,
    previous_energy_wh,
    energy_change,
    previous_cost,
    cost_change
FROM report_monthly FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- The years.
CREATE VIEW IF NOT EXISTS energy_local_year AS
SELECT
    user_id,
    device_id,
    device_type,
    period_start,
    time_zone,
    period_start_utc,
    period_end_utc,
    hours,
    energy_wh,
    energy_import_wh,
    energy_export_wh,
    energy_estimated_wh,
    estimated_share,
    coverage,
    reading_count,
    power_max,
    power_max_window_start,
    power_max_window_seconds,
    power_min,
    power_min_window_start,
    power_min_window_seconds,
    arrayFilter(
        (name, bit) -> bitTest(quality, bit),
        ['ESTIMATED', 'GAP', 'RESET', 'ROLLOVER', 'METER_SWAP', 'CONFLICT', 'DIVIDED_BY_TIME'],
        range(7)) AS quality_flags,
    hours_divided_by_time,
    tariff,
    tariff_version,
    currency,
    cost,
    cost_import,
    cost_export,
    cost_standing,
    previous_energy_wh,
    energy_change,
    previous_cost,
    cost_change
FROM report_yearly FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;
