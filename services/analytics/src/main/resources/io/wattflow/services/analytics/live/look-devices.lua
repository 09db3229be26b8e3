-- Reads the devices of a user.
-- KEYS: the hash that the stream keeps, the hash of the devices that ClickHouse knew, the user's epoch. Returns what time it is in ms, the
-- fields and values of both hashes, and the epoch; of the second hash only if the first has had all that was said since: otherwise
-- something may be in neither.
local now = redis.call('TIME')
local live = redis.call('HGETALL', KEYS[1])
local known = {}
local since = redis.call('HGET', KEYS[1], '')
local asked = redis.call('HGET', KEYS[2], '')
if since and asked and tonumber(asked) > tonumber(since) then
  known = redis.call('HGETALL', KEYS[2])
end
return {now[1] * 1000 + math.floor(now[2] / 1000), live, known, redis.call('GET', KEYS[3]) or ''}
