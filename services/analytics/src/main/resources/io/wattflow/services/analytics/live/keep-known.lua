-- Stores the devices of a user as ClickHouse knew them.
-- KEYS[1] their hash. ARGV: time to live in ms, when ClickHouse was asked in ms, then fields and values in turn.
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], '', ARGV[2])
for i = 3, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
