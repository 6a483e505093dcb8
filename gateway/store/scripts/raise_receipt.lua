-- Purpose: take a platform's word on one of our messages. Receipts are ranks: the greatest counts. A receipt also
-- proves a send whose answer never came, and so settles it.
--
-- KEYS[1] receipts - hash: seq -> msgpack {rank, at_ms, code}
-- KEYS[2] outbox   - list of msgpack {seq, state, attempt, since_ms, code, first_ms}
-- KEYS[3] agenda   - sorted set, score: due, ms
-- KEYS[4] bell     - pub/sub channel
--
-- ARGV[1] now    - ms
-- ARGV[2] seq    - of the message
-- ARGV[3] rank   - 0 to 6 as in connectors/events.py
-- ARGV[4] code   - a short word for failed, else empty
-- ARGV[5] member - send:conversation
-- ARGV[6] ring   - bell message; empty rings nothing
--
-- Returns: {rank that counts now, 1 if it rose, 1 if an unproven send was settled}.
-- Flags: allow-oom - what has happened is recorded also in a store that is full
-- Cost: O(log n).

local receipts, outbox, agenda, bell = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local now, seq, rank, code = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local member, ring = ARGV[5], ARGV[6]

local settled = 0
local head = redis.call('LINDEX', outbox, 0)
local message = head and cmsgpack.unpack(head)
-- A message that waits for another attempt has failed before: a late word of that failure settles nothing.
if message and message[1] == seq and (message[2] ~= 'PENDING' or rank ~= 3) then
  settled = message[2] == 'AMBIGUOUS' and 1 or 0
  redis.call('LPOP', outbox)
  if redis.call('LLEN', outbox) > 0 then
    redis.call('ZADD', agenda, now, member)
  else
    redis.call('ZREM', agenda, member)
  end
end
local known = redis.call('HGET', receipts, seq)
local before = known and cmsgpack.unpack(known)[1] or -1
if rank <= before then return {before, 0, settled} end
redis.call('HSET', receipts, seq, cmsgpack.pack({rank, now, code}))
if ring ~= '' then redis.call('PUBLISH', bell, ring) end
return {rank, 1, settled}
