-- A user whose local days do not begin with the hour of UTC's.
INSERT INTO users (user_id, time_zone, tariff, updated_at, version) VALUES (?, 'Europe/Berlin', '', now64(3, 'UTC'), 1)
