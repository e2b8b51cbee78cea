-- Records of a visitor. Included by the scripts that read or write them; redis_layout.py says what a record is.
local RECORD, PARTITIONS = 30, 64
local UNSEALED = '\255\255\255\255'

-- Where the record begins, and the record.
local function place_of(records, id)
  for at = 1, #records, RECORD do
    if string.sub(records, at, at + 15) == id then
      return at, string.sub(records, at, at + RECORD - 1)
    end
  end
end

local function record_of(records, id)
  local _, record = place_of(records, id)
  return record
end

local function shape_of(shapes, record)
  return redis.call('HGET', shapes, string.sub(record, 23, 26))
end

local function partition(raw)
  return string.byte(raw, 16) % PARTITIONS
end

-- Whose decision that is: nothing, {visitor, record, shape}, or {visitor} alone if that visitor lies elsewhere.
-- A visitor that lies here and has no such record began, and did not end: the id is free again.
local function owner_of(ids, visitors, shapes, id)
  local owner = redis.call('HGET', ids, id)
  if not owner then
    return nil
  end
  if partition(owner) ~= partition(id) then
    return { owner }
  end
  local records = redis.call('HGET', visitors, owner)
  local record = records and record_of(records, id)
  return record and { owner, record, shape_of(shapes, record) } or nil
end
