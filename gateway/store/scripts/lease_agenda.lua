-- Purpose: lease what is due on one shard; a lease that is not finished in time falls due again by itself.
--
-- KEYS[1] agenda - sorted set, score: due, ms
--
-- ARGV[1] now    - ms
-- ARGV[2] lease  - how long the items stay with the caller, ms
-- ARGV[3] limit  - how many at most
--
-- Returns: {next_due, member, ...}; next_due in ms of the first item left, -1 when there is none.
-- Cost: O(log n + limit).

local agenda = KEYS[1]
local now, lease, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]

local due = redis.call('ZRANGEBYSCORE', agenda, '-inf', now, 'LIMIT', 0, limit)
for i = 1, #due do redis.call('ZADD', agenda, now + lease, due[i]) end
local first = redis.call('ZRANGE', agenda, 0, 0, 'WITHSCORES')
local answer = {-1}
if first[2] then answer[1] = tonumber(first[2]) end
for i = 1, #due do answer[i + 1] = due[i] end
return answer
