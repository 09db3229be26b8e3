-- Gives a lease back without an answer, and wakes those who wait for one.
-- KEYS: the lease. ARGV: its token, the channel for what is loaded, the message.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', ARGV[2], ARGV[3])
end
return 0
