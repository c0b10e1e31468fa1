/** Servers commonly refuse request lines beyond 8 KiB. */
const MAX_URL_BYTES = 7_000;

const PATH = '/report/webservice/status';

export type IdKind = 'serverId' | 'customerId';

/** The query of one status call. Each id repeats the parameter: `ids=1&ids=2`. */
export function statusPath(ids: readonly string[], kind: IdKind): string {
  return `${PATH}?byCustomer=${kind === 'customerId'}${ids.map(parameter).join('')}`;
}

/** Splits ids so that each call keeps within the service's limit (guide 6.1) and the servers'. */
export function splitStatusIds(
  ids: readonly string[],
  kind: IdKind,
  { baseUrl, batchSize }: { baseUrl: string; batchSize: number },
): string[][] {
  const emptyBytes = baseUrl.length + statusPath([], kind).length;
  const calls: string[][] = [];
  let call: string[] = [];
  let bytes = emptyBytes;
  for (const id of ids) {
    const idBytes = parameter(id).length;
    if (call.length > 0 && (call.length >= batchSize || bytes + idBytes > MAX_URL_BYTES)) {
      calls.push(call);
      call = [];
      bytes = emptyBytes;
    }
    call.push(id);
    bytes += idBytes;
  }
  if (call.length > 0) calls.push(call);
  return calls;
}

/** What needs no encoding in a URL: most ids, and this test is cheaper than to encode. */
const PLAIN = /^[\w.~-]*$/;

// In a URL an apostrophe takes three bytes, which encodeURIComponent does not know.
const parameter = (id: string) =>
  `&ids=${PLAIN.test(id) ? id : encodeURIComponent(id).replaceAll("'", '%27')}`;
