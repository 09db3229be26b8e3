-- Whether a user has, or had, a device. As `user_known`, within the user.
SELECT 1
FROM
(
    SELECT user_id FROM devices WHERE user_id = ? AND device_id = ? LIMIT 1
    UNION ALL
    SELECT user_id FROM rollup_1d WHERE user_id = ? AND device_id = ? LIMIT 1
    UNION ALL
    SELECT user_id FROM rollup_1h WHERE user_id = ? AND device_id = ? LIMIT 1
    UNION ALL
    SELECT user_id FROM rollup_1m WHERE user_id = ? AND device_id = ? LIMIT 1
)
LIMIT 1
