-- Lets a site's tree grow: all of it, or nothing. Returns whether it did; it does not if the tree has another size, or if
-- a batch was not settled yet.
-- KEYS: tree, tiles, lines, said, gone: of the site. ARGV: size before, size after, the batch of decisions; how many
-- tiles, lines, lines that wait no longer, and erased that wait no longer; then these: name and content of each part of a
-- tile, place and text of each line, the text, and what is kept of the erased.
local tree, tiles, lines, said, gone = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if (redis.call('HGET', tree, 'size') or '0') ~= ARGV[1] or redis.call('HEXISTS', tree, 'batch') == 1 then
  return 0
end
redis.call('HLEN', tiles)
redis.call('ZCARD', lines)
redis.call('LLEN', said)
redis.call('ZCARD', gone)

local at = 8
local function each(count, width, act)
  for _ = 1, tonumber(count) do
    act(ARGV[at], ARGV[at + 1])
    at = at + width
  end
end
each(ARGV[4], 2, function(name, hashes) redis.call('HSET', tiles, name, hashes) end)
each(ARGV[5], 2, function(place, line) redis.call('ZADD', lines, place, line) end)
each(ARGV[6], 1, function(line) redis.call('LREM', said, 1, line) end)
each(ARGV[7], 1, function(one) redis.call('ZREM', gone, one) end)
redis.call('HSET', tree, 'size', ARGV[2])
if ARGV[3] ~= '' then
  redis.call('HSET', tree, 'batch', ARGV[3])
end
return 1
