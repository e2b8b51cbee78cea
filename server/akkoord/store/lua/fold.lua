-- Adds what a partition counted to a day, once. KEYS: the day, folded: of the site.
-- ARGV: day, partition, name of what is added, name of what must have been added from there before it; then dimension,
-- value and count of each. Returns the name of what was added from there last: another name says that nothing was done.
local at = tonumber(ARGV[2]) * 4
local names = redis.call('HGET', KEYS[1], '@') or string.rep('\0', 256)
local last = string.sub(names, at + 1, at + 4)
if last == ARGV[3] or last ~= ARGV[4] then
  return last
end
redis.call('ZCARD', KEYS[2])
local counted = {}
for i = 5, #ARGV, 3 do
  local dimension = ARGV[i]
  if not counted[dimension] then
    counted[dimension] = cjson.decode(redis.call('HGET', KEYS[1], dimension) or '{}')
  end
  counted[dimension][ARGV[i + 1]] = (counted[dimension][ARGV[i + 1]] or 0) + tonumber(ARGV[i + 2])
end
for dimension, values in pairs(counted) do
  redis.call('HSET', KEYS[1], dimension, cjson.encode(values))
end
redis.call('HSET', KEYS[1], '@', string.sub(names, 1, at) .. ARGV[3] .. string.sub(names, at + 5))
redis.call('ZADD', KEYS[2], 0, ARGV[1])
return ARGV[3]
