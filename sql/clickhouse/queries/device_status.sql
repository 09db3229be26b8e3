-- The devices of some households: when each was last heard, what it drew then, and what the registry says of it.
--
-- Days reach back to devices that have been silent for weeks, in few rows. The day and the hour that run may have no row yet, or one of a
-- minute ago; so hours tell of two days, and minutes of the last hour. Rows that a fuller version has overtaken need not be told apart
-- from it: the last reading of all versions is the last one. So there is no FINAL here, which saves a merge.
SELECT
    reinterpretAsInt64(user_id),
    device_id,
    toString(if(max(registered) = 1, maxIf(type, registered = 1), argMaxIf(type, seen, registered = 0))) AS device_type,
    toUInt8(max(registered)) AS is_registered,
    toInt64(max(reporting_interval)) AS reporting_interval_seconds,
    max(seen) AS last_seen,
    argMaxIf(power, (seen, row_version), registered = 0) AS last_power
FROM
(
    SELECT
        user_id,
        device_id,
        toString(device_type) AS type,
        0 AS registered,
        0 AS reporting_interval,
        max(toUnixTimestamp64Milli(last_event_time)) AS seen,
        argMax(power_last, (last_event_time, version)) AS power,
        argMax(version, (last_event_time, version)) AS row_version
    FROM rollup_1m
    WHERE user_id IN (${users}) AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
    GROUP BY user_id, device_id, device_type
    UNION ALL
    SELECT
        user_id,
        device_id,
        toString(device_type) AS type,
        0 AS registered,
        0 AS reporting_interval,
        max(toUnixTimestamp64Milli(last_event_time)) AS seen,
        argMax(power_last, (last_event_time, version)) AS power,
        argMax(version, (last_event_time, version)) AS row_version
    FROM rollup_1h
    WHERE user_id IN (${users}) AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
    GROUP BY user_id, device_id, device_type
    UNION ALL
    SELECT
        user_id,
        device_id,
        toString(device_type) AS type,
        0 AS registered,
        0 AS reporting_interval,
        max(toUnixTimestamp64Milli(last_event_time)) AS seen,
        argMax(power_last, (last_event_time, version)) AS power,
        argMax(version, (last_event_time, version)) AS row_version
    FROM rollup_1d
    WHERE user_id IN (${users}) AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
    GROUP BY user_id, device_id, device_type
    UNION ALL
    SELECT
        user_id,
        device_id,
        toString(device_type) AS type,
        1 AS registered,
        reporting_interval_seconds AS reporting_interval,
        0 AS seen,
        0 AS power,
        0 AS row_version
    FROM devices FINAL
    WHERE user_id IN (${users})
)
GROUP BY user_id, device_id
ORDER BY user_id, device_id
