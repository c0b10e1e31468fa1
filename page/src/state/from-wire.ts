import { receivedText, sentText, type ReceivedText, type SentText } from './texts.js';
import type { WireInboundText, WireMessage } from '../api/wire.js';

export const sentKey = (serverId: string): string => `s${serverId}`;

export const readMessage = (message: WireMessage): SentText =>
  sentText({
    kind: 'sent',
    key: sentKey(message.serverId),
    phone: message.recipient,
    line: message.sender,
    body: message.body,
    atMs: Date.parse(message.acceptedAt),
    serverId: message.serverId,
    customerId: message.customerId,
    parts: message.parts,
    encoding: message.encoding,
    price: message.price,
    sendAtMs: message.sendDate === null ? undefined : Date.parse(message.sendDate),
    state: message.state,
    status: message.status,
  });

export const readInbound = (text: WireInboundText): ReceivedText =>
  receivedText({
    kind: 'received',
    key: `r${text.id}`,
    phone: text.number,
    line: text.to,
    body: text.body,
    atMs: Date.parse(text.receivedAt),
    parts: text.parts,
    encoding: text.encoding,
    id: text.id,
  });
