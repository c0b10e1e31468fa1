import type { WireRequest } from '../wire/request.js';
import type { World } from '../state/world.js';
import {
  jsonBody,
  knownFields,
  optionalDate,
  optionalList,
  optionalText,
  textFields,
} from './fields.js';

/** One message of a send, of any of the three endpoints. */
export interface RequestedMessage {
  readonly sender: string | undefined;
  readonly recipient: string | undefined;
  readonly body: string | undefined;
  readonly customerId: string | undefined;
  readonly sendDate: Date | undefined;
}

export type ReadMessages = (request: WireRequest, world: World) => RequestedMessage[];

/** Guide 5.1: every message has all of its fields. */
export const readSend: ReadMessages = (request, world) =>
  optionalList(jsonBody(request), world.dialect).map((item) =>
    message(
      textFields(item, ['sender', 'recipient', 'body', 'customerId', 'sendDate'], world.dialect),
      world,
    ),
  );

/** Guide 5.2: one sender. An item has a `body` in the guide's prose, but not in its sample (READING row 7). */
export const readSendMultipleWithSrc: ReadMessages = (request, world) => {
  const fields = knownFields(jsonBody(request), ['sender', 'smsItems'], world.dialect);
  const sender = optionalText(fields.sender, world.dialect);
  return optionalList(fields.smsItems, world.dialect).map((item) => {
    const own = ['recipient', 'body', 'customerId', 'sendDate'];
    return message({ ...textFields(item, own, world.dialect), sender }, world);
  });
};

/** Guide 5.3: one sender, one text, and one `sendDate` at the top (READING row 8). */
export const readSendMultipleWithSrcBody: ReadMessages = (request, world) => {
  const shared = ['sender', 'body', 'sendDate'];
  const fields = knownFields(jsonBody(request), [...shared, 'smsItems'], world.dialect);
  const [sender, body, sendDate] = shared.map((name) => optionalText(fields[name], world.dialect));
  return optionalList(fields.smsItems, world.dialect).map((item) => {
    const own = textFields(item, ['recipient', 'customerId'], world.dialect);
    return message({ ...own, sender, body, sendDate }, world);
  });
};

function message(
  fields: Readonly<Record<string, string | undefined>>,
  { wallClock }: World,
): RequestedMessage {
  return {
    sender: fields.sender,
    recipient: fields.recipient,
    body: fields.body,
    customerId: fields.customerId,
    sendDate: optionalDate(fields.sendDate, wallClock),
  };
}
