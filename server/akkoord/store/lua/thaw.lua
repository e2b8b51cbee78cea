-- Ends what `freeze` began. KEYS: frozen, tally of the day, days: of one partition. ARGV: day, name of what was taken,
-- and '' if it was added, else the name that it must come after. Another one's is left alone.
local name = redis.call('HGET', KEYS[1], '@')
if not name or string.sub(name, 1, 4) ~= ARGV[2] then
  return 0
end
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[1], '@', ARGV[2] .. ARGV[3])
  return 1
end
redis.call('DEL', KEYS[1])
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[3], ARGV[1])
end
return 1
