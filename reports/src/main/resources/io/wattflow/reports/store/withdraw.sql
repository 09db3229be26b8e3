-- A deleted row above a stored one. ReplacingMergeTree(version, is_deleted) keeps it, and FINAL hides it.
INSERT INTO ${table} (user_id, device_id, device_type, period_start, time_zone, generation, version, is_deleted) VALUES (?, ?, ?, ?, ?, ?, ?, 1)
