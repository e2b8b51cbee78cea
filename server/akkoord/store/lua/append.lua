-- Writes one decision and counts it: all of it, or nothing.
-- KEYS: tally of the day, days, ids, visitors, shapes, known, references, unsealed: of the visitor's partition.
-- ARGV: day, id, visitor, id and time of the record, shape, notice version, then one field per count.
-- Returns '' if it was written, nil if the notice is not known, else the earlier {visitor, record, shape} of that id,
-- or {visitor} if that one lies elsewhere.
local ids, visitors, shapes, known, references = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local unsealed = KEYS[8]
local id, visitor, record, shape, notice = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local together = partition(id) == partition(visitor)

local earlier = together and owner_of(ids, visitors, shapes, id)
if earlier and (earlier[2] or earlier[1] ~= visitor) then
  return earlier
end
local records = redis.call('HGET', visitors, visitor) or ''
local mine = record_of(records, id)
if mine then
  return { visitor, mine, shape_of(shapes, mine) }
end
if redis.call('SISMEMBER', known, notice) == 0 then
  return false
end
check_counts(7)
local number = redis.call('HGET', shapes, shape)
redis.call('HLEN', references)
redis.call('HLEN', ids)
redis.call('LLEN', unsealed)

if not number then
  number = struct.pack('>I4', redis.call('HINCRBY', shapes, 'next', 1))
  redis.call('HSET', shapes, number, shape, shape, number)
end
if together then
  redis.call('HSET', ids, id, visitor)
end
redis.call('HSET', visitors, visitor, records .. record .. number .. UNSEALED)
redis.call('RPUSH', unsealed, visitor .. id)
redis.call('HINCRBY', references, notice, 1)
count(7)
return ''
