// As long as a real account's would be: the engine treats texts of up to ten characters in another way.
let serverId = 100_000_000_000;

/**
 * The service's answer to a send: every message taken. Ids and numbers are cut out of the bytes
 * as they stand, which is many times cheaper than parsing them.
 *
 * @param {string} body read as latin1: ids and numbers are ASCII, texts do not matter
 */
export function accept(body) {
  const nextId = textsAfter(body, '"customerId":"');
  const nextNumber = textsAfter(body, '"recipient":"');
  let answer = '';
  for (;;) {
    const customerId = nextId();
    if (customerId === undefined) return `[${answer.slice(1)}]`;
    answer += `,{"customerId":"${customerId}","mobile":"${nextNumber()}","serverId":"${++serverId}"}`;
  }
}

function textsAfter(body, key) {
  let at = 0;
  return () => {
    const found = body.indexOf(key, at);
    if (found < 0) return undefined;
    const start = found + key.length;
    at = body.indexOf('"', start);
    return body.slice(start, at);
  };
}
