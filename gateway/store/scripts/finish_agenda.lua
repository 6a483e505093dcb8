-- Purpose: finish a leased item, or put it off; only while the lease is still the caller's.
--
-- KEYS[1] agenda - sorted set, score: due, ms
--
-- ARGV[1] member - what:conversation
-- ARGV[2] lease  - the score that the caller's lease gave, ms
-- ARGV[3] due    - when it falls due again, ms; 0 removes it
--
-- Returns: 1 done, 0 the lease is no longer the caller's and nothing was done.
-- Flags: allow-oom - it frees more than it takes
-- Cost: O(log n).

local agenda = KEYS[1]
local member, lease, due = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local score = redis.call('ZSCORE', agenda, member)
if not score or tonumber(score) ~= lease then return 0 end
if due == 0 then redis.call('ZREM', agenda, member) else redis.call('ZADD', agenda, due, member) end
return 1
