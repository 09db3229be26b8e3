-- A page of one device's rows, with all columns of the view, by time. The page begins behind the last row of the one before it, named
-- by its window and type, so that rows written between two pages neither shift nor repeat others.
--
-- The inner question reads keys only, to find where the page ends: the view then reads its twenty columns for one page of windows and
-- not for all that are still to come.
SELECT *
FROM ${view}
WHERE user_id = ? AND device_id = ?
    AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
    AND (window_start, toString(device_type)) > (toDateTime(?, 'UTC'), ?)
    AND window_start <= (
        SELECT max(window_start)
        FROM
        (
            SELECT window_start
            FROM ${table}
            WHERE user_id = ? AND device_id = ?
                AND window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
                AND (window_start, toString(device_type)) > (toDateTime(?, 'UTC'), ?)
            GROUP BY window_start, device_type
            ORDER BY window_start, toString(device_type)
            LIMIT ?
        )
    )
ORDER BY window_start, toString(device_type)
LIMIT ?
