-- The hours of a household, of each the fullest version, one series after the other. A day or two of them are some hundred rows, so local
-- days are cut out of them by code that the reports use too, instead of a second version of it in SQL.
SELECT
    device_id,
    toString(device_type),
    toInt64(toUnixTimestamp(window_start)),
    energy_wh,
    energy_estimated_wh,
    covered_seconds,
    toInt64(reading_count),
    reinterpretAsInt64(version),
    toUnixTimestamp64Milli(last_event_time)
FROM rollup_1h FINAL
WHERE user_id = ? AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
ORDER BY device_id, device_type, window_start
SETTINGS do_not_merge_across_partitions_select_final = 1
