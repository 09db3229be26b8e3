-- Stores the statuses of a user's devices, but those that are stored as new or newer.
-- KEYS[1] the user's hash. ARGV: time to live in ms; then of each device its id, event time in ms, version, and value, which begins
-- with the two. The empty field says from when on the hash has had all: since it was made.
if redis.call('EXISTS', KEYS[1]) == 0 then
  local now = redis.call('TIME')
  redis.call('HSET', KEYS[1], '', string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000)))
end
for i = 2, #ARGV, 4 do
  local stored = redis.call('HGET', KEYS[1], ARGV[i])
  local newer = true
  if stored then
    local time, version = string.match(stored, '^(%-?%d+) (%d+) ')
    local age = tonumber(ARGV[i + 1]) - tonumber(time)
    newer = age > 0 or (age == 0 and tonumber(ARGV[i + 2]) > tonumber(version))
  end
  if newer then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 3])
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
