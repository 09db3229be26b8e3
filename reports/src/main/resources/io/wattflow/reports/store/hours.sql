-- The hours, of each the fullest version, in the order of the sort key, so that one series after the other can be summed up and forgotten.
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
    toInt64(reading_count),
    toInt32(quality),
    reinterpretAsInt64(version)
FROM rollup_1h FINAL
WHERE user_id IN (${users}) AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
ORDER BY user_id, device_id, device_type, window_start
SETTINGS do_not_merge_across_partitions_select_final = 1
