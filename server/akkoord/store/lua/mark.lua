-- Gives decisions of a batch their places. Done again, or late, it changes nothing.
-- KEYS: visitors, unsealed, erased, marked: of one partition. ARGV: the size that the tree got by the batch, '' if there
-- is no batch; time and reason of what is erased by now; then visitor, id, time and place of each, as one text.
local visitors, unsealed, erased, marked = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local batch = ARGV[1] ~= '' and redis.sha1hex(ARGV[1] .. table.concat(ARGV, '', 4))
-- what is erased is told once: that is all that this is needed for
if batch and redis.call('GET', marked) == batch then
  return 0
end
redis.call('LLEN', unsealed)
redis.call('LLEN', erased)
for i = 4, #ARGV do
  local visitor, id = string.sub(ARGV[i], 1, 16), string.sub(ARGV[i], 17, 32)
  local time, index = string.sub(ARGV[i], 33, 38), string.sub(ARGV[i], 39, 42)
  local records = redis.call('HGET', visitors, visitor) or ''
  local at, record = place_of(records, id)
  local there = record and string.sub(record, 27, 30)
  -- another one may have come under the same id
  if record and string.sub(record, 17, 22) == time then
    if there == UNSEALED then
      redis.call('HSET', visitors, visitor,
        string.sub(records, 1, at + 25) .. index .. string.sub(records, at + RECORD))
      redis.call('LREM', unsealed, 1, visitor .. id)
    end
  elseif batch then
    redis.call('RPUSH', erased, index .. ARGV[2] .. ARGV[3])
  end
end
if batch then
  redis.call('SET', marked, batch)
end
return 1
