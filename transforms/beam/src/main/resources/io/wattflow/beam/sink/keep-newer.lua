-- Stores the status of a device unless the stored one is as new or newer.
-- KEYS[1] the device's hash. ARGV: event time in ms, version, power in W, device type, time to live in ms.
local stored = redis.call('HMGET', KEYS[1], 'event_time', 'version')
if stored[1] then
  local age = tonumber(ARGV[1]) - tonumber(stored[1])
  if age < 0 or (age == 0 and tonumber(ARGV[2]) <= tonumber(stored[2])) then
    return 0
  end
end
redis.call('HSET', KEYS[1],
  'event_time', ARGV[1], 'version', ARGV[2], 'power_watts', ARGV[3], 'device_type', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
