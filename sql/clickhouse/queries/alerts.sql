-- A page of a user's alerts, the newest start first. It begins behind the last alert of the page before, so that alerts raised meanwhile
-- neither shift nor repeat others: descending in the start and ascending in the rest, as the order.
SELECT
    device_id,
    toString(rule),
    toString(severity),
    toString(state),
    toUnixTimestamp64Milli(start) AS start_millis,
    toUnixTimestamp64Milli(event_time),
    value,
    threshold,
    version
FROM device_alerts
WHERE user_id = ?
    AND start >= fromUnixTimestamp64Milli(?, 'UTC') AND start < fromUnixTimestamp64Milli(?, 'UTC')
    AND (? = 0 OR state != 'CLEARED')
    AND (? = '' OR severity = ?)
    AND (-start_millis, device_id, toString(rule)) > (?, ?, ?)
ORDER BY start DESC, device_id, toString(rule)
LIMIT ?
