-- Adds to a tally what is missing from all partitions together. KEYS: tally of the day, days.
-- ARGV: day, then of each count its field, what it was when that was found out ('' for nothing), and what to add.
-- What was counted up meanwhile is left alone: asked again, it would be added twice.
check_counts(#ARGV + 1)
for i = 2, #ARGV, 3 do
  if (redis.call('HGET', KEYS[1], ARGV[i]) or '') == ARGV[i + 1] then
    redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 2])
    redis.call('ZADD', KEYS[2], 0, ARGV[1])
  end
end
return 1
