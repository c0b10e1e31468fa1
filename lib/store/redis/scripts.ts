import { createHash } from 'node:crypto';

/** What a script answers when another process has the lease, or none. */
export const LEASE_LOST = 'LEASELOST';

/** Lua that the server runs as one step. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

const script = (lua: string): Script => ({
  lua,
  sha: createHash('sha1').update(lua).digest('hex'),
});

/** The first key is the lease, the first argument its fence. */
const fenced = (lua: string): Script =>
  script(`if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('${LEASE_LOST} it is not held') end
${lua}`);

// Ids are texts of twenty digits, for numbers of Lua are doubles. In a sorted set all of them have the
// score 0: the set orders them by their digits.

/** Keys: lease, wanted. Arguments: fence, the lease's milliseconds, inboxes of who asks, for how long that is remembered. */
export const TAKE = script(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  redis.call('DEL', KEYS[2])
  return 1
end
local least = redis.call('GET', KEYS[2])
if not least or tonumber(ARGV[3]) <= tonumber(least) then redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4]) end
return 0`);

/** Keys: lease, wanted. Arguments: fence, milliseconds. */
export const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0} end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1, redis.call('GET', KEYS[2])}`);

/** Keys: lease. Arguments: fence. */
export const FREE = script(
  `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`,
);

/** Arguments: fence, ids. Keys of all that is done to a number: lease, number, handled, kept, texts of these. */
const HANDLE = (from: number) => `
redis.call('HSET', KEYS[2], 'known', '1')
local attempted = redis.call('HGET', KEYS[2], 'attempted')
for i = ${from}, #ARGV do
  redis.call('ZADD', KEYS[3], 0, ARGV[i])
  if redis.call('ZREM', KEYS[4], ARGV[i]) == 1 then redis.call('HDEL', KEYS[5], ARGV[i]) end
  if attempted == ARGV[i] then redis.call('HDEL', KEYS[2], 'attempted', 'attempts') end
end`;
export const HANDLED = fenced(HANDLE(2));

/** Arguments: fence, milliseconds. */
export const INTEND = fenced(`redis.call('HSET', KEYS[2], 'known', '1', 'intended', ARGV[2])`);

/** Arguments: fence, then id and text in turn. */
export const KEEP = fenced(`
redis.call('HSET', KEYS[2], 'known', '1')
redis.call('HDEL', KEYS[2], 'intended')
for i = 2, #ARGV, 2 do
  if not redis.call('ZSCORE', KEYS[3], ARGV[i]) then
    redis.call('ZADD', KEYS[4], 0, ARGV[i])
    redis.call('HSET', KEYS[5], ARGV[i], ARGV[i + 1])
  end
end`);

const MOVE = `
redis.call('HSET', KEYS[2], 'known', '1', 'cursor', ARGV[2])
redis.call('ZREMRANGEBYLEX', KEYS[3], '-', '[' .. ARGV[2])`;
/** Arguments: fence, id. */
export const START_AFTER = fenced(`redis.call('HDEL', KEYS[2], 'intended')${MOVE}`);
/** Arguments: fence, cursor. */
export const ADVANCE = fenced(`
local cursor = redis.call('HGET', KEYS[2], 'cursor')
if not cursor or ARGV[2] <= cursor then return end${MOVE}`);

/** Arguments: fence, id, attempts. */
export const ATTEMPT = fenced(`
redis.call('HSET', KEYS[2], 'known', '1')
if ARGV[3] == '0' or redis.call('ZSCORE', KEYS[3], ARGV[2]) then redis.call('HDEL', KEYS[2], 'attempted', 'attempts')
else redis.call('HSET', KEYS[2], 'attempted', ARGV[2], 'attempts', ARGV[3]) end`);

/** Keys: number, handled. Arguments: ids. Answers with the cursor, and for each id whether it was handled. */
export const UNHANDLED = script(`
local scores = redis.call('ZMSCORE', KEYS[2], unpack(ARGV))
local answer = {redis.call('HGET', KEYS[1], 'cursor') or ''}
for i = 1, #scores do answer[i + 1] = scores[i] and 1 or 0 end
return answer`);

/** Keys: kept, texts of these. Arguments: from behind which place, how many. */
export const KEPT = script(`
local ids = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], '+', 'LIMIT', 0, ARGV[2])
if #ids == 0 then return {{}, {}} end
return {ids, redis.call('HMGET', KEYS[2], unpack(ids))}`);

/**
 * Keys: lease, number, handled, kept, texts of these, letters, failures, numbers, new ones of this number, unreadable ids.
 * Arguments: fence, field, letter, failure, number, at, what the keys of new ones begin with, and the id if it is a Long.
 */
export const ADD_LETTER = fenced(`
local before = redis.call('HGET', KEYS[8], ARGV[2])
if before then redis.call('ZREM', ARGV[7] .. before, ARGV[2]) end
redis.call('HSET', KEYS[6], ARGV[2], ARGV[3])
redis.call('HSET', KEYS[7], ARGV[2], ARGV[4])
redis.call('HSET', KEYS[8], ARGV[2], ARGV[5])
redis.call('ZADD', KEYS[9], ARGV[6], ARGV[2])
if #ARGV == 7 then redis.call('SADD', KEYS[10], ARGV[2]) end${HANDLE(8)}`);

/** Keys: letters, failures. Answers with fields and letters in turn, and with the failures. */
export const LETTERS = script(
  `return {redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2])}`,
);
/** Keys: letters, failures. Arguments: field. */
export const LETTER = script(
  `return {redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[2], ARGV[1])}`,
);
/** Keys: letters, failures, new ones of a number. Arguments: how many. */
export const NEW_LETTERS = script(`
local fields = redis.call('ZRANGE', KEYS[3], 0, tonumber(ARGV[1]) - 1)
if #fields == 0 then return {{}, {}, {}} end
return {fields, redis.call('HMGET', KEYS[1], unpack(fields)), redis.call('HMGET', KEYS[2], unpack(fields))}`);
/** Keys: numbers. Arguments: field, what the keys of new ones begin with. */
export const ANNOUNCED = script(`
local number = redis.call('HGET', KEYS[1], ARGV[1])
if number then redis.call('ZREM', ARGV[2] .. number, ARGV[1]) end`);
/** Keys: letters, failures. Arguments: field, failure. */
export const FAILED_AGAIN = script(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end`);
/** Keys: letters, failures, numbers. Arguments: field, what the keys of new ones begin with. */
export const REMOVE_LETTER = script(`
local number = redis.call('HGET', KEYS[3], ARGV[1])
if number then redis.call('ZREM', ARGV[2] .. number, ARGV[1]) end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])`);

// A followed message is a field of a hash, and a member of a sorted set that begins with the time at which it is due: sixteen
// digits, with which its value begins, too.

/** Keys: messages, due. Arguments: id, when it is due, all of its value, and so on. */
export const FOLLOW = script(`
for i = 1, #ARGV, 3 do
  if redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1] .. ARGV[i + 2]) == 1 then
    redis.call('ZADD', KEYS[2], 0, ARGV[i + 1] .. ARGV[i])
  end
end`);
/**
 * Keys: lease, messages, due. Arguments: fence, then of each message its id, when it is due, and the changing part of its value;
 * empty texts for one that is followed no more.
 */
export const RECORD = fenced(`
for i = 2, #ARGV, 3 do
  local id, due, changing = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local value = redis.call('HGET', KEYS[2], id)
  if value then
    redis.call('ZREM', KEYS[3], string.sub(value, 1, 16) .. id)
    if due == '' then redis.call('HDEL', KEYS[2], id)
    else
      redis.call('ZADD', KEYS[3], 0, due .. id)
      redis.call('HSET', KEYS[2], id, due .. changing .. string.match(value, '\\n.*'))
    end
  end
end`);
/** Keys: messages, due. Arguments: from where, up to where, how many. */
export const DUE = script(`
local found = redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
if #found == 0 then return {{}, {}} end
local ids = {}
for i = 1, #found do ids[i] = string.sub(found[i], 17) end
return {ids, redis.call('HMGET', KEYS[1], unpack(ids))}`);
/** Keys: clock. Arguments: milliseconds. */
export const LATEST = script(`
local latest = redis.call('GET', KEYS[1])
if latest and tonumber(latest) >= tonumber(ARGV[1]) then return latest end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]`);

/** Keys: lease, balance. Arguments: fence, 1 or 0. */
export const SET_LOW = fenced(`redis.call('SET', KEYS[2], ARGV[2])`);
