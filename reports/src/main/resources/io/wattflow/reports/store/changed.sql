-- Whose hours may have changed, and between which days. Rows do not know when they were written, but parts do, and a row that was written
-- in that time is in a part of that time, be it the one that it came with or one into which that has been merged. Merged parts hold older
-- rows too, so this finds too much now and then, and never too little.
SELECT
    reinterpretAsInt64(user_id),
    toString(toDate(min(window_start), 'UTC')),
    toString(toDate(max(window_start), 'UTC'))
FROM rollup_1h
WHERE _part IN
(
    SELECT name
    FROM system.parts
    WHERE database = currentDatabase() AND table = 'rollup_1h' AND active AND modification_time >= now() - ?
)
GROUP BY user_id
ORDER BY user_id
