-- Drops the notices that no decision refers to. KEYS: notices, references. ARGV: the version that stays.
for _, version in ipairs(redis.call('HKEYS', KEYS[1])) do
  if version ~= ARGV[1] and redis.call('HEXISTS', KEYS[2], version) == 0 then
    redis.call('HDEL', KEYS[1], version)
  end
end
return 1
