-- Stores the devices of a user as ClickHouse knew them, unless something that they depend on was evicted since it was asked.
-- KEYS: their hash, the hash of the user's answers, among which they are evicted, the user's epoch, the changes of the last epochs.
-- ARGV: time to live in ms, the epoch from before ClickHouse was asked, their name among the answers, what they depend on, when ClickHouse
-- was asked in ms; then fields and values in turn. Returns whether they were stored.
if overtaken(redis.call('GET', KEYS[3]), ARGV[2], KEYS[4], ARGV[4]) then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], '', ARGV[5])
for i = 6, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[1]) then
  redis.call('PEXPIRE', KEYS[2], ARGV[1])
end
return 1
