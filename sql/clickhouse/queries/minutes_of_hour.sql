-- The minutes of an hour that a local midnight, or the same time yesterday, cuts. They only say how to divide it. One hour at a time: then
-- households in all zones ask for the same one, and are asked for together.
SELECT
    reinterpretAsInt64(user_id),
    device_id,
    toString(device_type),
    toInt64(toUnixTimestamp(window_start)),
    energy_wh,
    energy_estimated_wh,
    covered_seconds,
    power_first,
    power_last,
    toUnixTimestamp64Milli(last_event_time),
    toInt64(reading_count),
    reinterpretAsInt64(version)
FROM rollup_1m FINAL
WHERE user_id IN (${users}) AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
ORDER BY user_id, device_id, device_type, window_start
SETTINGS do_not_merge_across_partitions_select_final = 1
