-- Whether there is anything of a user. Only asked when a question has found nothing, so that a mistyped id is told from a silent
-- household. Each part ends at its first row: the user leads all sort keys.
SELECT 1
FROM
(
    SELECT user_id FROM users WHERE user_id = ? LIMIT 1
    UNION ALL
    SELECT user_id FROM devices WHERE user_id = ? LIMIT 1
    UNION ALL
    SELECT user_id FROM rollup_1d WHERE user_id = ? LIMIT 1
    UNION ALL
    SELECT user_id FROM rollup_1h WHERE user_id = ? LIMIT 1
    UNION ALL
    SELECT user_id FROM rollup_1m WHERE user_id = ? LIMIT 1
)
LIMIT 1
