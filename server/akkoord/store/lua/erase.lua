-- Erases decisions of one visitor; returns how many there were. That one was sealed is kept in the same step.
-- KEYS: visitors, shapes, references, unsealed, erased: of the visitor's partition. ARGV: visitor, time, why, ids.
local unsealed, erased = KEYS[4], KEYS[5]
local records, kept, number = redis.call('HGET', KEYS[1], ARGV[1]) or '', {}, 0
redis.call('LLEN', unsealed)
redis.call('LLEN', erased)
local gone = {}
for i = 4, #ARGV do
  gone[ARGV[i]] = true
end
for at = 1, #records, RECORD do
  local record = string.sub(records, at, at + RECORD - 1)
  local id, index = string.sub(record, 1, 16), string.sub(record, 27, 30)
  if gone[id] then
    local notice = cjson.decode(shape_of(KEYS[2], record))[1]
    if redis.call('HINCRBY', KEYS[3], notice, -1) <= 0 then
      redis.call('HDEL', KEYS[3], notice)
    end
    if index == UNSEALED then
      redis.call('LREM', unsealed, 1, ARGV[1] .. id)
    else
      redis.call('RPUSH', erased, index .. ARGV[2] .. ARGV[3])
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
