-- Complete windows of every device of the registry, up to ${end} (s since 1970). What a device draws goes up and down with the time of
-- day, and by a hash, so that rows compress about as those of a stream do. A meter draws what a household does.
INSERT INTO ${table}
SELECT
    user_id,
    device_id,
    device_type,
    toDateTime(start, 'UTC'),
    ${seconds} AS reading_count,
    mean * 0.5,
    mean * 2,
    mean,
    mean + bits % 97 / 1000,
    mean * 1.2,
    mean * 0.9,
    mean,
    mean * 1.8,
    toDateTime64(start + ${seconds} - 1, 3, 'UTC'),
    mean * ${seconds} / 3600,
    0,
    NULL,
    NULL,
    ${seconds},
    0,
    reading_count
FROM
(
    SELECT
        user_id,
        device_id,
        device_type,
        ${end} - ${seconds} * (number + 1) AS start,
        cityHash64(device_id, start) AS bits,
        round((if(device_type = 'METER', 900, 150) * (1.5 + sin(start % 86400 / 86400 * 2 * pi())) + bits % 50) * 1000) / 1000 AS mean
    FROM devices FINAL
    CROSS JOIN numbers(${windows}) AS windows
)
