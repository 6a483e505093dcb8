-- Purpose: move one conversation from a known version to the next, with everything that belongs to the move.
--
-- KEYS[1] state     - hash
-- KEYS[2] log       - list
-- KEYS[3] seen_now  - set of 8-byte ids, this epoch
-- KEYS[4] seen_past - set of 8-byte ids, the epoch before
-- KEYS[5] vault     - hash
-- KEYS[6] outbox    - list
-- KEYS[7] agenda    - sorted set, score: due, ms
-- KEYS[8] offers    - sorted set, score: offered at, ms
-- KEYS[9] held_from - sorted set of the former holder (any held key when there is none)
-- KEYS[10] held_to  - sorted set of the new holder (any held key when there is none)
-- KEYS[11] bell     - pub/sub channel
--
-- ARGV[1] version   - the version this move starts from; 0 when the conversation must not exist yet
-- ARGV[2] seen_ids  - 8 bytes an id, joined; empty when nothing is to be remembered
-- ARGV[3] seen_ttl  - how long ids are remembered, s
-- ARGV[4] member    - the conversation id
-- ARGV[5] offer     - a score puts it on offer (offered at, ms), -1 withdraws it, 0 leaves it
-- ARGV[6] leave     - 1 takes it off held_from, 0 leaves it
-- ARGV[7] take      - a score puts it on held_to (since, ms), 0 leaves it
-- ARGV[8] ring      - bell message; empty rings nothing
-- ARGV[9] set       - how many items set fields of the state: field, value, ...
-- ARGV[10] unset    - how many items name fields of the state to remove
-- ARGV[11] append   - how many items are new entries of the log
-- ARGV[12] rewrite  - how many items replace entries of the log: index, blob, ...
-- ARGV[13] values   - how many items set fields of the vault: field, value, ...
-- ARGV[14] sends    - how many items go to the outbox
-- ARGV[15] due      - how many items go on the agenda: due in ms, what:conversation, ...; a send already there stays
-- ARGV[16] done     - how many items are taken off the agenda
-- ARGV[17...] items - the items, in this order
--
-- Returns: {1, version} done; {2} one of the ids was seen before, nothing done;
--          {0, state as a flat array} another version is current, nothing done.
-- Cost: O(items). One call, whatever the conversation's age.

local state, log, seen_now, seen_past = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local vault, outbox, agenda, offers = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local held_from, held_to, bell = KEYS[9], KEYS[10], KEYS[11]
local version, seen_ids, seen_ttl, member = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local offer, leave, take, ring = ARGV[5], ARGV[6], ARGV[7], ARGV[8]

for at = 1, #seen_ids, 8 do
  local id = string.sub(seen_ids, at, at + 7)
  if redis.call('SISMEMBER', seen_now, id) == 1 or redis.call('SISMEMBER', seen_past, id) == 1 then
    return {2}
  end
end
local current = tonumber(redis.call('HGET', state, 'version') or '0')
if current ~= version then return {0, redis.call('HGETALL', state)} end

local at = 17
-- By hundreds: Lua cannot pass many thousands of arguments in one call, and a move must never stop halfway.
local function items(index, command, ...)
  local last = at + tonumber(ARGV[index]) - 1
  while at <= last do
    local arguments = {...}
    for _ = at, math.min(at + 999, last) do
      arguments[#arguments + 1] = ARGV[at]
      at = at + 1
    end
    redis.call(command, unpack(arguments))
  end
end

if #seen_ids > 0 then
  for i = 1, #seen_ids, 8 do redis.call('SADD', seen_now, string.sub(seen_ids, i, i + 7)) end
  redis.call('EXPIRE', seen_now, seen_ttl, 'NX')
end
redis.call('HSET', state, 'version', version + 1)
items(9, 'HSET', state)
items(10, 'HDEL', state)
items(11, 'RPUSH', log)
for _ = 1, tonumber(ARGV[12]), 2 do
  redis.call('LSET', log, ARGV[at], ARGV[at + 1])
  at = at + 2
end
items(13, 'HSET', vault)
items(14, 'RPUSH', outbox)
for _ = 1, tonumber(ARGV[15]), 2 do
  -- A send that is under way or waits for its next attempt keeps its place: whoever finishes it goes on with the rest.
  if string.sub(ARGV[at + 1], 1, 5) == 'send:' then
    redis.call('ZADD', agenda, 'NX', ARGV[at], ARGV[at + 1])
  else
    redis.call('ZADD', agenda, ARGV[at], ARGV[at + 1])
  end
  at = at + 2
end
items(16, 'ZREM', agenda)
if offer == '-1' then
  redis.call('ZREM', offers, member)
elseif offer ~= '0' then
  redis.call('ZADD', offers, offer, member)
end
if leave == '1' then redis.call('ZREM', held_from, member) end
if take ~= '0' then redis.call('ZADD', held_to, take, member) end
if ring ~= '' then redis.call('PUBLISH', bell, ring) end
return {1, version + 1}
