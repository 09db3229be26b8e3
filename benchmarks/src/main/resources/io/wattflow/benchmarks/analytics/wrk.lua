-- Asks the questions of a file in their order, over and over; each line holds a path and a token.
local asked = {}

function init(args)
  for line in io.lines(args[1]) do
    local path, token = line:match("^(%S+) (%S+)$")
    asked[#asked + 1] = wrk.format("GET", path, {Authorization = "Bearer " .. token})
  end
end

local at = 0

function request()
  at = at % #asked + 1
  return asked[at]
end
