-- The users as reports see them: whose clocks count, and what energy costs them.
--
-- Engine. As `devices`: whoever keeps the registry writes the whole row again with a higher version, and the highest one wins, in
-- whatever order rows arrive.
--
-- A device whose row in `devices` has a time zone of its own is reported in that one. Prices are not kept here but in a tariff file
-- (docs/reports.md), which people review and keep in version control; the name refers to it.
--
-- No partition, no expiry, no codecs: a million users are some tens of megabytes.
CREATE TABLE IF NOT EXISTS users
(
    user_id    UInt64,
    time_zone  LowCardinality(String) COMMENT 'IANA name, for local days; empty: the one that the report is told',
    tariff     LowCardinality(String) COMMENT 'name of a tariff of the file; empty: energy only, no cost',
    updated_at DateTime64(3, 'UTC'),
    version    UInt64 COMMENT 'the highest wins'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY user_id;
