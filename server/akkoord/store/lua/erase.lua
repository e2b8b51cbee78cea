-- Erases decisions of one visitor; returns how many there were. That one was sealed is kept in the same step, and what
-- is counted of it is counted.
-- KEYS: visitors, shapes, references, unsealed, erased, days: of the visitor's partition; then tallies of days.
-- ARGV: visitor, time, why; then of each the record without its place, its day, which of the tallies it counts in, how
-- many counts there are, and these.
local unsealed, erased, days = KEYS[4], KEYS[5], KEYS[6]
local records, kept, number = redis.call('HGET', KEYS[1], ARGV[1]) or '', {}, 0
redis.call('LLEN', unsealed)
redis.call('LLEN', erased)
redis.call('ZCARD', days)
local gone, at = {}, 4
while at <= #ARGV do
  gone[ARGV[at]] = at
  local tally, last = KEYS[6 + tonumber(ARGV[at + 2])], at + 3 + tonumber(ARGV[at + 3])
  for i = at + 4, last do
    local counted = redis.call('HGET', tally, ARGV[i])
    if counted and not string.match(counted, '^%d+$') then
      error('the tally ' .. ARGV[i] .. ' is not a number')
    end
  end
  at = last + 1
end
for place = 1, #records, RECORD do
  local record = string.sub(records, place, place + RECORD - 1)
  local id, index = string.sub(record, 1, 16), string.sub(record, 27, 30)
  local found = gone[string.sub(record, 1, 26)]
  if found then
    local notice = cjson.decode(shape_of(KEYS[2], record))[1]
    if redis.call('HINCRBY', KEYS[3], notice, -1) <= 0 then
      redis.call('HDEL', KEYS[3], notice)
    end
    if index == UNSEALED then
      redis.call('LREM', unsealed, 1, ARGV[1] .. id)
    else
      redis.call('RPUSH', erased, index .. ARGV[2] .. ARGV[3])
    end
    local counts = tonumber(ARGV[found + 3])
    for i = found + 4, found + 3 + counts do
      redis.call('HINCRBY', KEYS[6 + tonumber(ARGV[found + 2])], ARGV[i], 1)
    end
    if counts > 0 then
      redis.call('ZADD', days, 0, ARGV[found + 1])
    end
    number = number + 1
  else
    kept[#kept + 1] = record
  end
end
if #kept > 0 then
  redis.call('HSET', KEYS[1], ARGV[1], table.concat(kept))
elseif number > 0 then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return number
