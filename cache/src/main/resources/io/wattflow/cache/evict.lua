-- Evicts the cached answers of one user that changes touch, and tells all instances.
--
-- In a script, because a reader stores an answer only if the epoch has not grown since it began to
-- load: deleting and counting must be one step. Told last, so that an instance that hears of it and
-- asks again finds nothing old in the shared cache.
--
-- KEYS  the hash of the user's answers, and his epoch; all that is touched lies in their slot
-- ARGV  changes as lines, what the keys of answers begin with, how long an epoch is kept in ms, and
--       the channel. Lines as of ChangeLines: user, table, from, to and device behind tabs.

-- The spans of a text; nil if it is none of ours.
local function read(text)
  local spans = {}
  for line in string.gmatch(text .. '\n', '([^\n]*)\n') do
    local user, rows, from, to, device =
      string.match(line, '^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$')
    from, to = tonumber(from or ''), tonumber(to or '')
    if not from or not to then
      return nil
    end
    spans[#spans + 1] = {user = user, rows = rows, from = from, to = to, device = device}
  end
  return spans
end

-- An empty device stands for all.
local function touches(one, other)
  return one.user == other.user and one.rows == other.rows
    and one.from < other.to and other.from < one.to
    and (one.device == '' or other.device == '' or one.device == other.device)
end

local changes = read(ARGV[1])
if not changes then
  return redis.error_reply('changes that cannot be read')
end

-- What cannot be read may depend on anything.
local function evicted(dependencies)
  if not dependencies then
    return true
  end
  for _, dependency in ipairs(dependencies) do
    for _, change in ipairs(changes) do
      if touches(dependency, change) then
        return true
      end
    end
  end
  return false
end

local answers = redis.call('HGETALL', KEYS[1])
for i = 1, #answers, 2 do
  if evicted(read(answers[i + 1])) then
    redis.call('DEL', ARGV[2] .. answers[i])
    redis.call('HDEL', KEYS[1], answers[i])
  end
end
redis.call('INCR', KEYS[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('PUBLISH', ARGV[4], ARGV[1])
return 1
