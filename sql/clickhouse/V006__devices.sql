-- The device registry as analytics sees it: one row for each device of a user.
--
-- Engine. Whoever keeps the registry writes the whole row again with a higher version, for instance the time of the change in ms;
-- the highest version wins, in whatever order rows arrive.
--
-- Sort key. A device id is unique within its user, and questions name the user.
--
-- No partition and no expiry: a million devices are some tens of megabytes, and readings outlive the device's removal. No special
-- codecs for the same reason.
CREATE TABLE IF NOT EXISTS devices
(
    user_id                    UInt64,
    device_id                  String,
    device_type                LowCardinality(String),
    rated_power_watts          Nullable(Float64) COMMENT 'W; NULL: unknown',
    reporting_interval_seconds UInt32 COMMENT 's between two reports',
    time_zone                  LowCardinality(String) COMMENT 'IANA name, for local days',
    updated_at                 DateTime64(3, 'UTC'),
    version                    UInt64 COMMENT 'the highest wins'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (user_id, device_id);
