-- The devices that have a zone of their own.
SELECT reinterpretAsInt64(user_id), device_id, toString(time_zone)
FROM devices FINAL
WHERE user_id IN (${users}) AND time_zone != ''
