-- A household as a series of windows, once over its meters and once over everything else: whoever reads it takes the meters, if there
-- are any in the span, because adding a meter and the plugs behind it would count them twice.
--
-- The rows of the second grouping set (`overall` = 1) tell how many series there are in the whole span: coverage is over all of
-- them, also in windows of which one has no row.
--
-- Energies are added up as whole µWh, so that a sum does not depend on the order in which threads have read the rows, and the same rows
-- always give the same bytes.
SELECT
    device_type = 'METER' AS meter,
    grouping(window_start) AS overall,
    toInt64(toUnixTimestamp(window_start)),
    sum(toInt64(floor(energy_wh * 1e6 + 0.5))),
    sum(toInt64(floor(abs(energy_estimated_wh) * 1e6 + 0.5))),
    sum(toInt64(floor(covered_seconds * 1e3 + 0.5))),
    sum(toInt64(floor(power_time_weighted_mean * 1e3 + 0.5))),
    max(power_max),
    toInt32(groupBitOr(quality)),
    toInt64(uniqExact(device_id, device_type))
FROM ${table} FINAL
WHERE user_id = ? AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
GROUP BY GROUPING SETS ((meter, window_start), (meter))
ORDER BY meter, overall DESC, window_start
SETTINGS do_not_merge_across_partitions_select_final = 1
