-- Raw readings for people and BI tools: no repeats, plain units, NULL for what is absent.
--
-- FINAL hides rows that no merge has unified yet. Partitions are by day of the event time, a function of the sort key, so it need not
-- look across partitions; conditions on user, device and time reach the primary key through the view.
--
-- All payloads of an instant are shown. Where there are several, the one with the highest sequence counts in the rollups.
CREATE VIEW IF NOT EXISTS readings AS
SELECT
    user_id,
    device_id,
    device_type,
    event_time,
    nullIf(telemetry.sequence, -1) AS sequence,
    power_mw / 1000 AS power_watts,
    nullIf(telemetry.power_factor, -32768) / 10000 AS power_factor,
    nullIf(energy_counter_mwh, -1) / 1000 AS energy_counter_wh,
    nullIf(voltage_mv, -1) / 1000 AS voltage_volts
FROM telemetry FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;
