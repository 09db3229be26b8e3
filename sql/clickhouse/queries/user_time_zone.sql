-- Whose clocks count for some users; empty or no row: nobody has said.
SELECT reinterpretAsInt64(user_id), toString(time_zone)
FROM users FINAL
WHERE user_id IN (${users})
