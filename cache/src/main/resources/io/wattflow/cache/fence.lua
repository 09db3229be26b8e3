-- What scripts share that evict answers, or store them unless they have been overtaken. Stands in front of their text.

-- Of how many epochs the changes are remembered.
local REMEMBERED = 32

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

-- Whether changes touch what an answer depends on. What cannot be read may depend on anything.
local function touched(dependencies, changes)
  if not dependencies or not changes then
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

-- Whether something that an answer depends on was evicted since an epoch. The changes of the last epochs are remembered; what was
-- forgotten may have touched anything.
local function overtaken(epoch, since, remembered, dependencies)
  if epoch == since then
    return false
  end
  local first, last = tonumber(since), tonumber(epoch or '')
  if not first or not last or last < first or last - first > REMEMBERED then
    return true
  end
  local needed = read(dependencies)
  for number = first + 1, last do
    local changes = redis.call('HGET', remembered, string.format('%.0f', number))
    if not changes or touched(needed, read(changes)) then
      return true
    end
  end
  return false
end
