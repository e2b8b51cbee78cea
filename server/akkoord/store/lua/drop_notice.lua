-- Drops a notice from one partition if no decision there refers to it; returns whether it did.
-- KEYS: known, references, shapes. ARGV: version.
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then
  return 0
end
redis.call('SREM', KEYS[1], ARGV[1])
for _, name in ipairs(redis.call('HKEYS', KEYS[3])) do
  if #name > 4 and cjson.decode(name)[1] == ARGV[1] then
    redis.call('HDEL', KEYS[3], redis.call('HGET', KEYS[3], name), name)
  end
end
return 1
