-- Purpose: append one line to an audit log whose last line is still the one the caller chained it to.
--
-- KEYS[1] lines - list of msgpack lines
-- KEYS[2] head  - string: hash of the last line
--
-- ARGV[1] expected - the hash that the new line is chained to; empty for the first
-- ARGV[2] hash     - the hash of the new line
-- ARGV[3] line     - msgpack
--
-- Returns: {1, length} done; {0, head} somebody else appended meanwhile, nothing done.
-- Cost: O(1).

local lines, head = KEYS[1], KEYS[2]
local expected, hash, line = ARGV[1], ARGV[2], ARGV[3]

local last = redis.call('GET', head) or ''
if last ~= expected then return {0, last} end
redis.call('SET', head, hash)
return {1, redis.call('RPUSH', lines, line)}
