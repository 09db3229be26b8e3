-- Enters a user whose answers are about to be cached, and drops those whose answers have long expired.
-- KEYS: the sorted set of watched users. ARGV: the user, until when in epoch ms, now in epoch ms.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[3])
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
return 0
