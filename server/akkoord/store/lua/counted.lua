-- Reads what one partition counted on a day. KEYS: frozen, tally of the day. ARGV: dimensions; none for all.
-- Returns the name of what is frozen (''), its fields and counts, and those of the tally.
local wanted = {}
for _, dimension in ipairs(ARGV) do
  wanted[dimension] = true
end
local function fields(key)
  local all = redis.call('HGETALL', key)
  if #ARGV == 0 then
    return all
  end
  local some = {}
  for i = 1, #all, 2 do
    if wanted[string.match(all[i], '^[^=]*')] then
      some[#some + 1] = all[i]
      some[#some + 1] = all[i + 1]
    end
  end
  return some
end
return { redis.call('HGET', KEYS[1], '@') or '', fields(KEYS[1]), fields(KEYS[2]) }
