-- Since when no hour has expired, by the retention that `migrate` has set; no row if hours are kept for ever. A day later, because parts
-- expire while a run lasts.
SELECT toInt64(toUnixTimestamp(now())) - (days - 1) * 86400
FROM
(
    SELECT toInt64OrZero(extract(create_table_query, 'TTL window_start \\+ toIntervalDay\\(([0-9]+)\\)')) AS days
    FROM system.tables
    WHERE database = currentDatabase() AND name = 'rollup_1h'
)
WHERE days > 0
