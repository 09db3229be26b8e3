-- Reads an answer; where there is none, tries to become the one who loads it. All keys are of one user.
-- KEYS: the answer, the hash of the user's answers, the user's epoch, the answer's lease, and what store.lua wants beside them.
-- ARGV: the answer's name, token of the lease, its time in ms, time of the epoch in ms,
--       1: tries although there is an answer (it is stale, or cannot be read).
-- Returns: the answer, its dependencies, the epoch, whether the lease was taken, how long another's lasts in ms.

-- A Redis that is full drops keys. An answer that is not in the hash could not be evicted any more, so it is none.
local dependencies = redis.call('HGET', KEYS[2], ARGV[1])
local answer = dependencies and redis.call('GET', KEYS[1])
local epoch = redis.call('GET', KEYS[3])
if answer and ARGV[5] == '0' then
  return {answer, dependencies, epoch or '0', 0, 0}
end

-- The epoch is written even as 0: one that is missing when the answer comes back was lost on the way, and with it
-- perhaps an eviction.
if not epoch then
  redis.call('SET', KEYS[3], '0', 'PX', ARGV[4])
  epoch = '0'
elseif epoch == '0' then
  redis.call('PEXPIRE', KEYS[3], ARGV[4])
end
if redis.call('SET', KEYS[4], ARGV[2], 'NX', 'PX', ARGV[3]) then
  return {answer, dependencies, epoch, 1, 0}
end
return {answer, dependencies, epoch, 0, redis.call('PTTL', KEYS[4])}
