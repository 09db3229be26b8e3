-- Who has how many reports: of some of them all hours may be gone.
SELECT reinterpretAsInt64(user_id) AS id, toInt64(count())
FROM ${table} FINAL
WHERE period_start >= toDate(?) AND period_start <= toDate(?)
GROUP BY id
ORDER BY id
