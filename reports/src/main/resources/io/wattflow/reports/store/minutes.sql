-- The minutes of those hours of the day (UTC) that a local midnight or a change of price cuts somewhere in the range. In a zone with half
-- an hour of offset that is one of 24, in one with whole hours none.
SELECT
    reinterpretAsInt64(user_id),
    device_id,
    toString(device_type),
    toInt64(toUnixTimestamp(window_start)),
    energy_wh,
    energy_estimated_wh,
    covered_seconds,
    power_max,
    power_min,
    power_first,
    power_last,
    toUnixTimestamp64Milli(last_event_time),
    toInt64(reading_count),
    reinterpretAsInt64(version)
FROM rollup_1m FINAL
WHERE user_id IN (${users}) AND toHour(window_start) IN (${hours})
    AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
ORDER BY user_id, device_id, device_type, window_start
SETTINGS do_not_merge_across_partitions_select_final = 1
