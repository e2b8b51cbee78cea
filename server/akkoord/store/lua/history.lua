-- Reads decisions of a visitor. KEYS: visitors, shapes. ARGV: visitor, and an id, 'last' or 'all'.
-- Returns record, shape, record, shape ...
local records = redis.call('HGET', KEYS[1], ARGV[1]) or ''
local first, found = ARGV[2] == 'last' and math.max(1, #records - RECORD + 1) or 1, {}
for at = first, #records, RECORD do
  local record = string.sub(records, at, at + RECORD - 1)
  if #ARGV[2] < 16 or string.sub(record, 1, 16) == ARGV[2] then
    found[#found + 1] = record
    found[#found + 1] = shape_of(KEYS[2], record)
  end
end
return found
