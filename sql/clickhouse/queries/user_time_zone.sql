-- Whose clocks count for a user; empty or no row: nobody has said.
SELECT toString(time_zone)
FROM users FINAL
WHERE user_id = ?
