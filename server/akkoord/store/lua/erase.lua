-- Erases decisions of one visitor; returns how many there were.
-- KEYS: visitors, shapes, references: of the visitor's partition. ARGV: visitor, ids.
local records, kept, erased = redis.call('HGET', KEYS[1], ARGV[1]) or '', {}, 0
local gone = {}
for i = 2, #ARGV do
  gone[ARGV[i]] = true
end
for at = 1, #records, RECORD do
  local record = string.sub(records, at, at + RECORD - 1)
  if gone[string.sub(record, 1, 16)] then
    local notice = cjson.decode(shape_of(KEYS[2], record))[1]
    if redis.call('HINCRBY', KEYS[3], notice, -1) <= 0 then
      redis.call('HDEL', KEYS[3], notice)
    end
    erased = erased + 1
  else
    kept[#kept + 1] = record
  end
end
if #kept > 0 then
  redis.call('HSET', KEYS[1], ARGV[1], table.concat(kept))
elseif erased > 0 then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return erased
