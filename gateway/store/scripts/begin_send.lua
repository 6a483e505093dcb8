-- Purpose: take the first message of a conversation's outbox in hand and say so durably before any byte leaves.
--
-- KEYS[1] outbox - list of msgpack {seq, state, attempt, since_ms, code, first_ms}
-- KEYS[2] agenda - sorted set, score: due, ms
--
-- ARGV[1] now     - ms
-- ARGV[2] member  - send:conversation
-- ARGV[3] lease   - the score that the caller's lease gave, ms
-- ARGV[4] repeat  - 1 when an ambiguous message may be sent again
--
-- Returns: {0} the outbox is empty, the item is finished; {1, message} send it: it now stands as SENDING;
--          {2, message} its last attempt may have happened: it now stands as AMBIGUOUS since now;
--          {3, message} it stands as AMBIGUOUS; {-1} the lease is no longer the caller's.
-- Cost: O(log n).

local outbox, agenda = KEYS[1], KEYS[2]
local now, member, lease, again = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4]

local score = redis.call('ZSCORE', agenda, member)
if not score or tonumber(score) ~= lease then return {-1} end
local head = redis.call('LINDEX', outbox, 0)
if not head then
  redis.call('ZREM', agenda, member)
  return {0}
end
local message = cmsgpack.unpack(head)
if message[2] == 'SENDING' then
  message[2] = 'AMBIGUOUS'
  message[4] = now
  redis.call('LSET', outbox, 0, cmsgpack.pack(message))
  return {2, cmsgpack.pack(message)}
end
if message[2] == 'AMBIGUOUS' and again ~= '1' then return {3, head} end
message[2] = 'SENDING'
message[3] = message[3] + 1
message[4] = now
redis.call('LSET', outbox, 0, cmsgpack.pack(message))
return {1, cmsgpack.pack(message)}
