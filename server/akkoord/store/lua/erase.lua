-- Erases decisions with every trace of them; returns how many there were.
-- KEYS: decisions, times, references, then one visitor per decision. ARGV: the decision ids.
local decisions, times, references = KEYS[1], KEYS[2], KEYS[3]
local erased = 0
for i, id in ipairs(ARGV) do
  local row = redis.call('HGET', decisions, id)
  if row then
    local notice = cjson.decode(row)[1]
    if redis.call('HINCRBY', references, notice, -1) <= 0 then
      redis.call('HDEL', references, notice)
    end
    redis.call('HDEL', decisions, id)
    erased = erased + 1
  end
  redis.call('ZREM', times, id)
  redis.call('LREM', KEYS[3 + i], 0, id)
end
return erased
