-- Finds a decision. KEYS: ids, visitors, shapes: of the id's partition. ARGV: id.
-- Returns nil, {visitor, record, shape}, or {visitor} if that one lies elsewhere.
return owner_of(KEYS[1], KEYS[2], KEYS[3], ARGV[1]) or false
