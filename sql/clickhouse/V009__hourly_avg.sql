-- The hourly mean power of each device.
--
-- Two means, because devices do not report evenly: the plain one weighs every reading alike, the time-weighted one every second that
-- was observed, so that a burst of reports does not count twice. For energy the time-weighted one is right.
--
-- A view over the stream's hourly rollup and not a job of its own: it is never behind, and late readings correct it.
CREATE VIEW IF NOT EXISTS hourly_avg AS
SELECT
    user_id,
    device_id,
    device_type,
    window_start AS hour,
    power_mean AS mean_power_watts,
    power_time_weighted_mean AS time_weighted_mean_power_watts,
    reading_count,
    covered_seconds / 3600 AS coverage
FROM rollup_1h FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;
