-- The zone and the tariff of each user.
SELECT reinterpretAsInt64(user_id), toString(time_zone), toString(tariff)
FROM users FINAL
WHERE user_id IN (${users})
