-- Since when no hour has expired, by the retention that `migrate` has set; no row if hours are kept for ever. A day later, because parts
-- expire while a run lasts. Of a TTL in another form nobody knows, so nothing counts as whole.
SELECT if(days > 0, toInt64(toUnixTimestamp(now())) - (days - 1) * 86400, toInt64(9223372036854775807))
FROM
(
    SELECT toInt64OrZero(extract(engine_full, 'TTL window_start \\+ toIntervalDay\\(([0-9]+)\\)( |$)')) AS days
    FROM system.tables
    WHERE database = currentDatabase() AND name = 'rollup_1h' AND position(engine_full, ' TTL ') > 0
)
