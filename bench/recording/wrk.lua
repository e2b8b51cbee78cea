-- What wrk sends. Arguments: POST, path, origin, body with ID in the place of the id, 16 random hexadecimal digits,
-- and 'short' or nothing: each request is another decision, of another visitor. Or: GET, path, ETag.
local made, method, path, headers, start, finish, prefix, short = 0

function init(args)
  method, path = args[1], args[2]
  if method == 'POST' then
    headers = { Origin = args[3], ['Content-Type'] = 'application/json' }
    start, finish = string.match(args[4], '^(.*)ID(.*)$')
    short = args[6] == 'short'
    prefix = args[5]
    math.randomseed(tonumber(string.sub(prefix, 1, 8), 16))
  else
    headers = { ['Accept-Encoding'] = 'gzip, deflate, br, zstd' }
    headers['If-None-Match'] = args[3] ~= '' and args[3] or nil
  end
end

local function uuid()
  made = made + 1
  -- random first, as the ids of browsers are: neighbours in time are no neighbours in an index
  return string.format(
    '%04x%04x-%s-4%s-8%s-%s%08x', math.random(0, 65535), math.random(0, 65535), string.sub(prefix, 1, 4),
    string.sub(prefix, 5, 7), string.sub(prefix, 8, 10), string.sub(prefix, 11, 14), made
  )
end

-- Short ids are the same without what is no letter of base 58.
local function id()
  return short and string.gsub(string.gsub(uuid(), '-', ''), '0', 'z') or uuid()
end

function request()
  return wrk.format(method, path, headers, method == 'POST' and start .. id() .. finish or nil)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '\nRESULT %d %d %d %d %d\n',
    summary.requests, failed, summary.duration, latency:percentile(50), latency:percentile(99)
  ))
end
