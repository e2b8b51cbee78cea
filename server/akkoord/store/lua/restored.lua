-- Says of what size a restored tree is; returns whether it is of that size. KEYS: tree. ARGV: size.
if redis.call('HGET', KEYS[1], 'size') or ARGV[1] == '0' then
  return (redis.call('HGET', KEYS[1], 'size') or '0') == ARGV[1] and 1 or 0
end
redis.call('HSET', KEYS[1], 'size', ARGV[1])
return 1
