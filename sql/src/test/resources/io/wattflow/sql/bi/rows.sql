-- Rows behind every view, written as the stream and the reports write them: overtaken versions first, so that a view that shows one of
-- these shows an energy of 1 Wh. Every column that can be NULL is so in one row and is not in another.

INSERT INTO users VALUES
    (1042, 'Europe/Berlin', 'basic', '2026-01-01 00:00:00', 1),
    (7, 'Asia/Kathmandu', '', '2026-01-01 00:00:00', 1);

INSERT INTO devices VALUES
    (1042, 'meter-1', 'METER', NULL, 10, 'Europe/Berlin', '2026-01-01 00:00:00', 1),
    (1042, 'plug-1', 'PLUG', 3680, 10, 'Europe/Berlin', '2026-01-01 00:00:00', 1),
    (1042, 'inverter-1', 'INVERTER', 9000, 60, 'Europe/Berlin', '2026-01-01 00:00:00', 1),
    (1042, 'silent-1', 'PLUG', 3680, 10, 'Europe/Berlin', '2026-01-01 00:00:00', 1),
    (7, 'meter-9', 'METER', NULL, 10, 'Asia/Kathmandu', '2026-01-01 00:00:00', 1);

INSERT INTO telemetry VALUES
    (1042, 'meter-1', 'METER', '2026-03-01 00:00:00.250', 1, 600500, 9850, 1234567, 230100),
    (1042, 'meter-1', 'METER', '2026-03-01 00:00:10.250', -1, -1500, -32768, -1, -1);

-- The same readings once more: delivery is at least once.
INSERT INTO telemetry VALUES
    (1042, 'meter-1', 'METER', '2026-03-01 00:00:00.250', 1, 600500, 9850, 1234567, 230100),
    (1042, 'meter-1', 'METER', '2026-03-01 00:00:10.250', -1, -1500, -32768, -1, -1);

INSERT INTO rollup_1h
SELECT 1042, 'meter-1', 'METER', toDateTime('2026-02-28 00:00:00', 'UTC') + number * 3600, 1, 0, 0, 0, 0, 0, 0, 0, 0,
    toDateTime64('2026-02-28 00:00:00', 3, 'UTC') + number * 3600, 1, 0, NULL, NULL, 10, 2, 1
FROM numbers(72);

-- Three days of hours. Odd ones have a counter, even ones a power factor; the tenth was observed by half, and estimated.
INSERT INTO rollup_1h
SELECT user_id, device_id, device_type, window_start, 360, wh - 100, wh + 300, wh + 10, wh, wh - 50, wh + 50, wh, wh + 250,
    toDateTime64(window_start, 3, 'UTC') + 3590.25, wh, if(n = 10, wh / 2, 0), if(n % 2 = 1, wh, NULL), if(n % 2 = 0, 0.98, NULL),
    if(n = 10, 1800, 3600), if(n = 10, 3, 0), 2
FROM
(
    SELECT number AS n, toDateTime('2026-02-28 00:00:00', 'UTC') + n * 3600 AS window_start,
        arrayJoin([
            (1042, 'meter-1', 'METER', 600.), (1042, 'plug-1', 'PLUG', 150.), (1042, 'inverter-1', 'INVERTER', -200.),
            (7, 'meter-9', 'METER', 1000.)]) AS series,
        series.1 AS user_id, series.2 AS device_id, series.3 AS device_type, series.4 AS wh
    FROM numbers(72)
);

-- Two hours of minutes, of 10 Wh each: 600 W.
INSERT INTO rollup_1m
SELECT 1042, 'meter-1', 'METER', toDateTime('2026-03-01 00:00:00', 'UTC') + number * 60, 6, 500, 900, 610, 600, 550, 650, 600, 850,
    toDateTime64('2026-03-01 00:00:50.250', 3, 'UTC') + number * 60, 10, 0, if(number % 2 = 1, 8, NULL), if(number % 2 = 0, 0.98, NULL),
    if(number = 7, 0, 60), if(number = 7, 2, 0), 2
FROM numbers(120);

-- The windows of five minutes inside these, one beginning every minute.
INSERT INTO rollup_5m
SELECT 1042, 'meter-1', 'METER', toDateTime('2026-03-01 00:00:00', 'UTC') + number * 60, 30, 500, 900, 610, 600, 550, 650, 600, 850,
    toDateTime64('2026-03-01 00:04:50.250', 3, 'UTC') + number * 60, 50, 0, if(number % 2 = 1, 48, NULL), if(number % 2 = 0, 0.98, NULL),
    300, 32, 2
FROM numbers(116);

INSERT INTO rollup_1d
SELECT 1042, 'meter-1', 'METER', toDateTime('2026-02-28 00:00:00', 'UTC') + number * 86400, 8640, 500, 900, 610, 600, 550, 650, 600, 850,
    toDateTime64('2026-02-28 23:59:50.250', 3, 'UTC') + number * 86400, 14400, if(number = 0, 300, 0),
    if(number = 1, 14390, NULL), if(number = 0, 0.98, NULL), if(number = 0, 84600, 86400), if(number = 0, 3, 0), 2
FROM numbers(3);

-- An overtaken version, and one that was withdrawn: neither may show.
INSERT INTO report_daily VALUES
    (1042, 'meter-1', 'METER', '2026-03-01', 'Europe/Berlin', '2026-02-28 23:00:00', '2026-03-01 23:00:00', 1, 1, 0, 0, 10, 1,
        NULL, NULL, NULL, NULL, NULL, NULL, 2, 0, 0, 'basic', '2026-01-01', 'EUR', 1, 0, 0, NULL, NULL, 0, 1, 1, 1, 0),
    (1042, 'plug-1', 'PLUG', '2026-03-01', 'Europe/Berlin', '2026-02-28 23:00:00', '2026-03-01 23:00:00', 1, 1, 0, 0, 10, 1,
        NULL, NULL, NULL, NULL, NULL, NULL, 2, 0, 0, 'basic', '2026-01-01', 'EUR', 1, 0, 0, NULL, NULL, 0, 1, 1, 1, 0);

INSERT INTO report_daily VALUES
    (1042, 'meter-1', 'METER', '2026-03-01', 'Europe/Berlin', '2026-02-28 23:00:00', '2026-03-01 23:00:00',
        14400.000001, 14400.000001, 0, 0, 86400, 8640, 900.5, '2026-03-01 07:00:00', 3600, 500, '2026-03-01 03:00:00', 60,
        0, 0, 0, 'basic', '2026-01-01', 'EUR', 4.492800000312001, 0, 0.41, NULL, NULL, 0, 1, 2, 2, 0),
    (1042, 'meter-1', 'METER', '2026-03-02', 'Europe/Berlin', '2026-03-01 23:00:00', '2026-03-02 23:00:00',
        15840.000002, 15900.000002, 60, 300, 82800, 8280, 900, '2026-03-02 07:00:00', 3600, -120, '2026-03-02 12:00:00', 3600,
        67, 0, 1, 'basic', '2026-01-01', 'EUR', 4.960800000624002, -0.004866000000001, 0.41, 14400.000001, 4.902800000312001, 0, 1, 2, 2, 0),
    (1042, 'inverter-1', 'INVERTER', '2026-03-01', 'Europe/Berlin', '2026-02-28 23:00:00', '2026-03-01 23:00:00',
        -4800, 0, 4800, 0, 86400, 1440, NULL, NULL, NULL, NULL, NULL, NULL,
        0, 0, 0, '', '', '', NULL, NULL, NULL, NULL, NULL, 0, 1, 2, 2, 0),
    (1042, 'plug-1', 'PLUG', '2026-03-01', 'Europe/Berlin', '2026-02-28 23:00:00', '2026-03-01 23:00:00', 1, 1, 0, 0, 10, 1,
        NULL, NULL, NULL, NULL, NULL, NULL, 2, 0, 0, 'basic', '2026-01-01', 'EUR', 1, 0, 0, NULL, NULL, 0, 1, 2, 2, 1);

-- March is the exact sum of its two days.
INSERT INTO report_monthly VALUES
    (1042, 'meter-1', 'METER', '2026-02-01', 'Europe/Berlin', '2026-01-31 23:00:00', '2026-02-28 23:00:00',
        400000, 400000, 0, 0, 2419200, 241920, 950, '2026-02-07 07:00:00', 3600, 400, '2026-02-08 03:00:00', 3600,
        0, 0, 0, 'basic', '2026-01-01', 'EUR', 124.8, 0, 11.48, NULL, NULL, 0, 1, 2, 2, 0),
    (1042, 'meter-1', 'METER', '2026-03-01', 'Europe/Berlin', '2026-02-28 23:00:00', '2026-03-31 22:00:00',
        30240.000003, 30300.000003, 60, 300, 169200, 16920, 900.5, '2026-03-01 07:00:00', 3600, -120, '2026-03-02 12:00:00', 3600,
        67, 0, 1, 'basic', '2026-01-01', 'EUR', 9.453600000936003, -0.004866000000001, 0.82, 400000, 136.28, 0, 1, 2, 2, 0),
    (7, 'meter-9', 'METER', '2026-03-01', 'Asia/Kathmandu', '2026-02-28 18:15:00', '2026-03-31 18:15:00',
        48000, 48000, 0, 0, 172800, 17280, NULL, NULL, NULL, NULL, NULL, NULL,
        0, 0, 0, '', '', '', NULL, NULL, NULL, NULL, NULL, 0, 1, 2, 2, 0);

INSERT INTO report_yearly VALUES
    (1042, 'meter-1', 'METER', '2025-01-01', 'Europe/Berlin', '2024-12-31 23:00:00', '2025-12-31 23:00:00',
        4000000, 4000000, 0, 0, 31536000, 3153600, 950, '2025-02-07 07:00:00', 3600, 400, '2025-02-08 03:00:00', 3600,
        0, 0, 0, 'basic', '2025-01-01', 'EUR', 1248, 0, 149.65, NULL, NULL, 0, 1, 2, 2, 0),
    (1042, 'meter-1', 'METER', '2026-01-01', 'Europe/Berlin', '2025-12-31 23:00:00', '2026-12-31 23:00:00',
        430240.000003, 430300.000003, 60, 300, 2588400, 258840, 950, '2026-02-07 07:00:00', 3600, -120, '2026-03-02 12:00:00', 3600,
        67, 0, 1, 'basic', '2026-01-01', 'EUR', 134.253600000936003, -0.004866000000001, 12.3, 4000000, 1397.65, 0, 1, 2, 2, 0),
    (1042, 'inverter-1', 'INVERTER', '2026-01-01', 'Europe/Berlin', '2025-12-31 23:00:00', '2026-12-31 23:00:00',
        -4800, 0, 4800, 0, 86400, 1440, NULL, NULL, NULL, NULL, NULL, NULL,
        0, 0, 0, '', '', '', NULL, NULL, NULL, NULL, NULL, 0, 1, 2, 2, 0);

-- The first alert has been cleared since, the second is open.
INSERT INTO alerts VALUES
    (1042, 'meter-1', 'power-above-limit', 'CRITICAL', 'RAISED', '2026-03-01 00:10:00', '2026-03-01 00:10:00', 9000, 8000, 1),
    (1042, 'plug-1', 'device-silent', 'WARNING', 'RAISED', '2026-03-01 00:20:00.250', '2026-03-01 00:21:00', 60, 30, 1);

INSERT INTO alerts VALUES
    (1042, 'meter-1', 'power-above-limit', 'CRITICAL', 'CLEARED', '2026-03-01 00:10:00', '2026-03-01 00:15:00', 700, 8000, 2);
