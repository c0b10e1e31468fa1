/** The web service's nine operations, by the names of `contract/payamsms.openapi.yaml`. */
export type Operation =
  | 'login'
  | 'getBalance'
  | 'send'
  | 'sendMultipleWithSrc'
  | 'sendMultipleWithSrcBody'
  | 'getStatus'
  | 'getInbox'
  | 'listScheduled'
  | 'cancelScheduled';
