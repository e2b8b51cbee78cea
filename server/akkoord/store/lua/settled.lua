-- Lets go of a batch whose decisions all have their places. KEYS: tree. ARGV: the size that the tree got by that batch.
if redis.call('HGET', KEYS[1], 'size') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'batch')
end
return 1
