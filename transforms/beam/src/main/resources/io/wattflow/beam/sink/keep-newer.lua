-- Stores the statuses of a user's devices, but those that are stored as new or newer.
-- KEYS[1] the user's hash. ARGV: time to live in ms; then of each device its id and its value, which begins with event time in ms and
-- version. The empty field says from when on the hash has had all: since it was made.
local function age(value)
  local time, version = string.match(value, '^(%-?%d+) (%d+) ')
  return tonumber(time), tonumber(version)
end

if redis.call('EXISTS', KEYS[1]) == 0 then
  local now = redis.call('TIME')
  redis.call('HSET', KEYS[1], '', string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000)))
end
for i = 2, #ARGV, 2 do
  local stored = redis.call('HGET', KEYS[1], ARGV[i])
  local newer = true
  if stored then
    local time, version = age(ARGV[i + 1])
    local storedTime, storedVersion = age(stored)
    -- What cannot be read is replaced.
    newer = not storedTime or time > storedTime or (time == storedTime and version > storedVersion)
  end
  if newer then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
