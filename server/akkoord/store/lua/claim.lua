-- Gives an id to a visitor who lies elsewhere, before the decision is written there.
-- KEYS: ids, visitors, shapes: of the id's partition. ARGV: id, visitor, the visitor who may lose it ('' for nobody).
-- Returns '' if the visitor has it, else the earlier {visitor, record, shape}, or {visitor} if that one lies elsewhere.
local earlier = owner_of(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
if earlier and (earlier[2] or (earlier[1] ~= ARGV[2] and earlier[1] ~= ARGV[3])) then
  return earlier
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return ''
