/** The operationIds of contract/payamsms.openapi.yaml. */
export const OPERATIONS = [
  'login',
  'getBalance',
  'send',
  'sendMultipleWithSrc',
  'sendMultipleWithSrcBody',
  'getStatus',
  'getInbox',
  'listScheduled',
  'cancelScheduled',
] as const;

export type Operation = (typeof OPERATIONS)[number];
