INSERT INTO devices (user_id, device_id, device_type, reporting_interval_seconds, time_zone, updated_at, version)
VALUES (?, ?, ?, ?, '', now64(3, 'UTC'), 1)
