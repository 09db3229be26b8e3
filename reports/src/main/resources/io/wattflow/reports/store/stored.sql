-- What is there already. Not with FINAL, which leaves out rows that were withdrawn: a new row has to be above these too.
SELECT
    reinterpretAsInt64(user_id),
    device_id,
    toString(device_type),
    toString(period_start),
    toString(argMax(time_zone, report.version)),
    toInt64(toUnixTimestamp(argMax(period_start_utc, report.version))),
    toInt64(toUnixTimestamp(argMax(period_end_utc, report.version))),
    toInt64(argMax(generation, report.version)),
    reinterpretAsInt64(argMax(settings, report.version)),
    toString(argMax(hour_version, report.version)),
    toString(max(report.version)),
    toInt32(argMax(is_deleted, report.version)),
    ${numbers}
FROM ${table} AS report
WHERE user_id IN (${users}) AND period_start >= toDate(?) AND period_start <= toDate(?)
GROUP BY user_id, device_id, device_type, period_start
