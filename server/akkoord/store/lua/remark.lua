-- Says of each decision that was not its visitor's first what it came down to, as layouts before the fifth did not.
-- KEYS: visitors, shapes: of one partition. ARGV: visitors. Done again, it changes nothing.
local function mark_of(before, now)
  for capital in string.gmatch(before, '%u') do
    if string.find(now, string.lower(capital), 1, true) then
      return 'w'
    end
  end
  if now == before then
    return 'n'
  end
  return not string.find(now, '%u') and 'r' or not string.find(now, '%l') and 'a' or 's'
end

local function number_of(shape)
  local number = redis.call('HGET', KEYS[2], shape)
  if not number then
    number = struct.pack('>I4', redis.call('HINCRBY', KEYS[2], 'next', 1))
    redis.call('HSET', KEYS[2], number, shape, shape, number)
  end
  return number
end

for _, visitor in ipairs(ARGV) do
  local records, now, before = redis.call('HGET', KEYS[1], visitor) or '', {}, nil
  for at = 1, #records, RECORD do
    local record = string.sub(records, at, at + RECORD - 1)
    local shape = shape_of(KEYS[2], record)
    local told = cjson.decode(shape)
    if before and not told[8] then
      local marked = string.sub(shape, 1, -2) .. ',"' .. mark_of(before, told[7]) .. '"]'
      record = string.sub(record, 1, 22) .. number_of(marked) .. string.sub(record, 27)
    end
    before = told[7]
    now[#now + 1] = record
  end
  if #now > 1 then
    redis.call('HSET', KEYS[1], visitor, table.concat(now))
  end
end
return 1
