-- Counts what leaves no other trace. KEYS: tally of the day, days. ARGV: day, then one field per count.
check_counts(2)
count(2)
return 1
