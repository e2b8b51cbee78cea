-- Keeps what was signed of a tree at one size, unless there is something. KEYS: checkpoints. ARGV: size, note.
if redis.call('ZCOUNT', KEYS[1], ARGV[1], ARGV[1]) == 0 then
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
end
return 1
