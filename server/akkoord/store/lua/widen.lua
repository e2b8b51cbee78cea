-- Gives the records of visitors, which had 26 bytes in the second layout, a place in the tree that they wait for.
-- KEYS: visitors, the visitors of before, unsealed: of one partition. ARGV: visitors.
for _, visitor in ipairs(ARGV) do
  local before, now = redis.call('HGET', KEYS[2], visitor), {}
  if before then
    for at = 1, #before, 26 do
      now[#now + 1] = string.sub(before, at, at + 25) .. UNSEALED
      redis.call('RPUSH', KEYS[3], visitor .. string.sub(before, at, at + 15))
    end
    redis.call('HSET', KEYS[1], visitor, table.concat(now))
    redis.call('HDEL', KEYS[2], visitor)
  end
end
return 1
