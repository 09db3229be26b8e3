-- Stores an answer unless something that it depends on was evicted since it began to be loaded. All keys are of one user.
-- KEYS: the answer, the hash of the user's answers, the user's epoch, the answer's lease, the changes of the last epochs.
-- ARGV: the answer's name, the answer, its dependencies, the epoch from before the load, how long it may live in ms,
--       token of the lease, time of the epoch in ms, the channel for what is loaded, the message.
-- Returns: whether it was stored, the epoch now. One that refuses leaves the lease to whoever holds it.

local epoch = redis.call('GET', KEYS[3])
if overtaken(epoch, ARGV[4], KEYS[5], ARGV[3]) then
  if not epoch then
    redis.call('SET', KEYS[3], '0', 'PX', ARGV[7])
    epoch = '0'
  end
  return {0, epoch}
end

redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[5])
local added = redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[5]) then
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
end

-- Names of answers that have expired stay in the hash; now and then they are swept out.
if added == 1 and redis.call('HLEN', KEYS[2]) % 128 == 0 then
  local prefix = string.sub(KEYS[1], 1, #KEYS[1] - #ARGV[1])
  for _, name in ipairs(redis.call('HKEYS', KEYS[2])) do
    if redis.call('EXISTS', prefix .. name) == 0 then
      redis.call('HDEL', KEYS[2], name)
    end
  end
end

if redis.call('GET', KEYS[4]) == ARGV[6] then
  redis.call('DEL', KEYS[4])
end
redis.call('PUBLISH', ARGV[8], ARGV[9])
return {1, epoch}
