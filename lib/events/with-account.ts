/**
 * A payload that names its account, and so does the text inside of one that is about a text.
 *
 * @param account absent for the account without a name, whose payloads stay as they are
 */
export function withAccount<P extends object>(payload: P, account: string | undefined): P {
  if (account === undefined) return payload;
  const { sms } = payload as { sms?: object };
  return { ...payload, ...(sms && { sms: { ...sms, account } }), account };
}
