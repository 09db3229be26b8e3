-- What rules say about devices: one row for each alert, and a view for people and BI tools.

-- Columns are those of schemas/avro/alert.avsc.
--
-- Engine. An alert is raised, updated, cleared and, when late readings change the verdict, amended; every row is absolute and carries a
-- version that comes from the windows behind it. The highest version wins, in whatever order rows arrive; the same row twice is
-- harmless.
--
-- Sort key. What identifies an alert: user, device, rule and start. User first, as in all tables of the serving path: a page of
-- alerts is one user's.
--
-- Partition. By month of the start, which is part of the key: an alert stays in one partition however long it lasts, and
-- FINAL need not look across them. No expiry: alerts are rare, and people ask for those of last year.
CREATE TABLE IF NOT EXISTS alerts
(
    user_id    UInt64 CODEC(Delta, ZSTD(1)),
    device_id  String CODEC(ZSTD(1)),
    rule       LowCardinality(String) COMMENT 'such as power-above-limit',
    severity   LowCardinality(String) COMMENT 'INFO, WARNING or CRITICAL',
    state      LowCardinality(String) COMMENT 'RAISED, UPDATED, CLEARED or AMENDED',
    start      DateTime64(3, 'UTC') COMMENT 'event time at which the condition began' CODEC(Delta, ZSTD(1)),
    event_time DateTime64(3, 'UTC') COMMENT 'event time this row speaks of; not before start' CODEC(Delta, ZSTD(1)),
    value      Float64 COMMENT 'observed, in the unit of the rule' CODEC(ZSTD(1)),
    threshold  Float64 COMMENT 'what the value was held against, in the unit of the rule' CODEC(ZSTD(1)),
    version    UInt64 COMMENT 'the highest wins' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(start)
ORDER BY (user_id, device_id, rule, start);

-- Each alert as it stands now; FINAL hides what newer versions have overtaken.
CREATE VIEW IF NOT EXISTS device_alerts AS
SELECT
    user_id,
    device_id,
    rule,
    severity,
    state,
    start,
    event_time,
    value,
    threshold,
    version
FROM alerts FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;
