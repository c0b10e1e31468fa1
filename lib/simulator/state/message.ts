import { inspect } from 'node:util';

/** A message as the simulator accepted it. Money is in rials. */
export interface MessageData {
  readonly serverId: string;
  /** The caller's own id; null when it gave none. */
  readonly customerId: string | null;
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  readonly parts: number;
  readonly price: number;
  /** By the simulator's clock. */
  readonly acceptedAt: Date;
  /** When it is to be sent; at once when missing. */
  readonly sendDate?: Date;
}

/** An accepted message. Its `status` moves with the simulator's clock. */
export interface SimulatedMessage extends MessageData {
  /** One of the service's four delivery states, or the one that `setDelivery` set. */
  readonly status: string;
  /** Cancelled before its `sendDate`. */
  readonly cancelled: boolean;
}

/** Plain data, except that its status is computed at each read. */
export class AcceptedMessage implements SimulatedMessage {
  readonly serverId: string;
  readonly customerId: string | null;
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  readonly parts: number;
  readonly price: number;
  readonly acceptedAt: Date;
  declare readonly sendDate?: Date;
  cancelled = false;
  /** The state that `setDelivery` set; the clock no longer matters. */
  decidedStatus: string | undefined = undefined;
  readonly #statusByClock: (message: MessageData) => string;

  constructor(data: MessageData, statusByClock: (message: MessageData) => string) {
    this.serverId = data.serverId;
    this.customerId = data.customerId;
    this.sender = data.sender;
    this.recipient = data.recipient;
    this.body = data.body;
    this.parts = data.parts;
    this.price = data.price;
    this.acceptedAt = data.acceptedAt;
    if (data.sendDate) this.sendDate = data.sendDate;
    this.#statusByClock = statusByClock;
  }

  get status(): string {
    if (this.decidedStatus !== undefined) return this.decidedStatus;
    return this.cancelled ? 'Failed' : this.#statusByClock(this);
  }

  /** Whether it is scheduled for later: not sent and not cancelled. */
  isWaiting(nowMs: number): boolean {
    return !this.cancelled && this.sendDate !== undefined && this.sendDate.getTime() > nowMs;
  }

  /** What is kept of a pruned message: the fields that status calls need. */
  withoutBody(): AcceptedMessage {
    const remains = new AcceptedMessage({ ...this, body: '' }, this.#statusByClock);
    remains.cancelled = this.cancelled;
    remains.decidedStatus = this.decidedStatus;
    return remains;
  }

  toJSON(): SimulatedMessage {
    const { decidedStatus: _, ...data } = this;
    return { ...data, status: this.status };
  }

  [inspect.custom](): SimulatedMessage {
    return this.toJSON();
  }
}
