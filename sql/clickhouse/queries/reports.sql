-- The reports of a user's devices, with all columns of the view. An empty device stands for all of them.
SELECT *
FROM ${view}
WHERE user_id = ?
    AND (? = '' OR device_id = ?)
    AND period_start >= toDate(?) AND period_start <= toDate(?)
ORDER BY period_start, device_id, device_type
