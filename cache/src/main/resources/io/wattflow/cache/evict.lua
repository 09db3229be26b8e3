-- Evicts the cached answers of one user that changes touch, and tells all instances.
--
-- In a script, because a reader stores an answer only if nothing that it depends on was evicted since
-- it began to load: deleting and counting must be one step. Told last, so that an instance that hears of it and
-- asks again finds nothing old in the shared cache.
--
-- KEYS  the hash of the user's answers, his epoch, and the hash of the changes of the last epochs; all that is touched lies in their
--       slot
-- ARGV  changes as lines, what the keys of answers begin with, how long an epoch is kept in ms, and
--       the channel. Lines as of ChangeLines: user, table, from, to and device behind tabs.

local changes = read(ARGV[1])
if not changes then
  return redis.error_reply('changes that cannot be read')
end

local answers = redis.call('HGETALL', KEYS[1])
for i = 1, #answers, 2 do
  if touched(read(answers[i + 1]), changes) then
    redis.call('DEL', ARGV[2] .. answers[i])
    redis.call('HDEL', KEYS[1], answers[i])
  end
end
local epoch = redis.call('INCR', KEYS[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('HSET', KEYS[3], string.format('%.0f', epoch), ARGV[1])
redis.call('HDEL', KEYS[3], string.format('%.0f', epoch - REMEMBERED))
redis.call('PEXPIRE', KEYS[3], ARGV[3])
redis.call('PUBLISH', ARGV[4], ARGV[1])
return 1
