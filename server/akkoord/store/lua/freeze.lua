-- Takes aside what one partition counted on a day, to be added to the day; what is counted meanwhile is counted anew.
-- KEYS: tally of the day, the same when frozen, days: of one partition. ARGV: day, a new name for what is taken, and the
-- name of what was added to the day before it. Returns what lies frozen, which may be what another one took.
if redis.call('EXISTS', KEYS[2]) == 0 then
  if redis.call('EXISTS', KEYS[1]) == 0 then
    redis.call('ZREM', KEYS[3], ARGV[1])
    return {}
  end
  redis.call('ZCARD', KEYS[3])
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[2], '@', ARGV[2] .. ARGV[3])
end
return redis.call('HGETALL', KEYS[2])
