-- Who has reports: of some of them all hours may be gone.
SELECT DISTINCT reinterpretAsInt64(user_id) AS id
FROM ${table} FINAL
WHERE period_start >= toDate(?) AND period_start <= toDate(?)
ORDER BY id
