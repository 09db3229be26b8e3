-- KEYS: a number. ARGV: what is added to it. Returns: the sum.
return redis.call('INCRBY', KEYS[1], ARGV[1])
