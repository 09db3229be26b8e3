-- What each device of a household has used in some hours, the most first. Whole µWh, for the reason given in `household_series`.
SELECT
    device_id,
    toString(device_type),
    sum(toInt64(floor(energy_wh * 1e6 + 0.5))) AS energy,
    sum(toInt64(floor(abs(energy_estimated_wh) * 1e6 + 0.5))),
    sum(toInt64(floor(covered_seconds * 1e3 + 0.5)))
FROM rollup_1h FINAL
WHERE user_id = ? AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
GROUP BY device_id, device_type
ORDER BY energy DESC, device_id, device_type
SETTINGS do_not_merge_across_partitions_select_final = 1
