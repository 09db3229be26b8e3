-- The hours of some households, of each the fullest version, one series after the other. A day or two of a household are some hundred
-- rows, so sums over local days, devices and hours are made of them by code that the reports use too, instead of a second version of it
-- in SQL; and the popular questions, which come together, need the same rows.
--
-- Of several households, because asking costs far more than the rows of one: twenty took twice as long as one.
SELECT
    reinterpretAsInt64(user_id),
    device_id,
    toString(device_type),
    toInt64(toUnixTimestamp(window_start)),
    energy_wh,
    energy_estimated_wh,
    covered_seconds,
    power_max,
    toInt64(reading_count),
    toInt32(quality),
    reinterpretAsInt64(version),
    toUnixTimestamp64Milli(last_event_time)
FROM rollup_1h FINAL
WHERE user_id IN (${users}) AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
ORDER BY user_id, device_id, device_type, window_start
SETTINGS do_not_merge_across_partitions_select_final = 1
