-- Counts each field once. Included by the scripts that count; KEYS[1] and KEYS[2] are the day's tally and the index of
-- days, ARGV[1] is the day.

-- A script that fails half way does not take back what it wrote, so all that can fail is tried before the first write.
local function check_counts(first)
  redis.call('ZSCORE', KEYS[2], ARGV[1])
  for i = first, #ARGV do
    local counted = redis.call('HGET', KEYS[1], ARGV[i])
    if counted and not string.match(counted, '^%d+$') then
      error('the tally ' .. ARGV[i] .. ' is not a number')
    end
  end
end

local function count(first)
  for i = first, #ARGV do
    redis.call('HINCRBY', KEYS[1], ARGV[i], 1)
  end
  if #ARGV >= first then
    redis.call('ZADD', KEYS[2], 0, ARGV[1])
  end
end
