-- Purpose: read a conversation for a process that does not know it yet.
--
-- KEYS[1] state - hash
-- KEYS[2] vault - hash
-- KEYS[3] log   - list
--
-- Returns: {state as a flat array, vault as a flat array, length of the log}; an empty state means unknown.
-- Flags: no-writes - a store that is full can still be read
-- Cost: O(state + vault).

return {redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]), redis.call('LLEN', KEYS[3])}
