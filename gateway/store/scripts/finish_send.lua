-- Purpose: record how an attempt to send ended, and let the conversation's next message go.
--
-- KEYS[1] outbox   - list of msgpack {seq, state, attempt, since_ms, code, first_ms}
-- KEYS[2] agenda   - sorted set, score: due, ms
-- KEYS[3] receipts - hash: seq -> msgpack {rank, at_ms, code}
-- KEYS[4] dead     - list of msgpack dead letters
-- KEYS[5] bell     - pub/sub channel
--
-- ARGV[1] now     - ms
-- ARGV[2] member  - send:conversation
-- ARGV[3] seq     - of the message
-- ARGV[4] outcome - sent, retry, ambiguous, dead
-- ARGV[5] due     - retry and ambiguous: when to look again, ms
-- ARGV[6] code    - a short word; empty for sent
-- ARGV[7] rank    - the receipt's rank: sent gives ACCEPTED, dead gives FAILED; -1 leaves receipts alone
-- ARGV[8] letter  - dead: the msgpack dead letter
-- ARGV[9] ring    - bell message; empty rings nothing
-- ARGV[10] mark   - sent: 8-byte hash of the platform's message id, to find the message by; else empty
--
-- Returns: {1, left} done, left messages wait; {0, left} the message is not first in line any more (a receipt has
--          settled it), nothing done.
-- Flags: allow-oom - what has happened is recorded also in a store that is full
-- Cost: O(log n).

local outbox, agenda, receipts, dead, bell = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local now, member, seq, outcome = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4]
local due, code, rank, letter = tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7]), ARGV[8]
local ring, mark = ARGV[9], ARGV[10]

if mark ~= '' then redis.call('HSET', receipts, 'm' .. mark, seq) end

local head = redis.call('LINDEX', outbox, 0)
local message = head and cmsgpack.unpack(head)
if not message or message[1] ~= seq then return {0, redis.call('LLEN', outbox)} end

if outcome == 'retry' or outcome == 'ambiguous' then
  message[2] = outcome == 'retry' and 'PENDING' or 'AMBIGUOUS'
  message[4] = now
  message[5] = code
  redis.call('LSET', outbox, 0, cmsgpack.pack(message))
  redis.call('ZADD', agenda, due, member)
else
  redis.call('LPOP', outbox)
  if outcome == 'dead' then redis.call('RPUSH', dead, letter) end
  if redis.call('LLEN', outbox) > 0 then
    redis.call('ZADD', agenda, now, member)
  else
    redis.call('ZREM', agenda, member)
  end
end
if rank >= 0 then
  local known = redis.call('HGET', receipts, seq)
  if not known or cmsgpack.unpack(known)[1] < rank then
    redis.call('HSET', receipts, seq, cmsgpack.pack({rank, now, code}))
  end
end
if ring ~= '' then redis.call('PUBLISH', bell, ring) end
return {1, redis.call('LLEN', outbox)}
