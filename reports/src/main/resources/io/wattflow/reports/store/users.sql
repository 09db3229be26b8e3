-- Who has hours, and about how many: batches of users are made so that each fits into memory. Without FINAL, which would read all versions
-- of all columns of the key only to count more exactly.
SELECT reinterpretAsInt64(user_id), toInt64(count())
FROM rollup_1h
WHERE window_start >= toDateTime(?, 'UTC') AND window_start < toDateTime(?, 'UTC')
GROUP BY user_id
ORDER BY user_id
