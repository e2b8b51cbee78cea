-- Writes one decision and counts it: all of it, or nothing.
-- KEYS: tally of the day, days, decisions, visitor, times, notices, references.
-- ARGV: day, decision id, row, milliseconds, notice version, then one field per count.
-- Returns the earlier row of that id, '' if the decision was written, nil if the notice is not kept.
local decisions, visitor, times, notices, references = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local id, row, at, notice = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local earlier = redis.call('HGET', decisions, id)
if earlier then
  return earlier
end
if redis.call('HEXISTS', notices, notice) == 0 then
  return false
end
check_counts(6)
redis.call('LLEN', visitor)
redis.call('ZCARD', times)
redis.call('HLEN', references)

redis.call('HSET', decisions, id, row)
redis.call('RPUSH', visitor, id)
redis.call('ZADD', times, at, id)
redis.call('HINCRBY', references, notice, 1)
count(6)
return ''
