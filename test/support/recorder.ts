import { Injectable } from '@nestjs/common';
import {
  type DeliveryUpdate,
  type InboundFailure,
  type InboundSms,
  type LowBalance,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
} from 'nestjs-payamsms';
import { until } from './waiting.js';

/** Listens to every event, keeps what its listeners took, and fails as the test says. */
@Injectable()
export class Recorder {
  readonly texts: InboundSms[] = [];
  readonly failures: InboundFailure[] = [];
  readonly updates: DeliveryUpdate[] = [];
  readonly lowBalances: LowBalance[] = [];

  /** What a listener does with an event before it is kept. */
  whenText: (sms: InboundSms) => unknown = () => undefined;
  whenDelivery: (update: DeliveryUpdate) => unknown = () => undefined;
  whenLowBalance: (low: LowBalance) => unknown = () => undefined;

  @OnInboundSms()
  async onText(sms: InboundSms): Promise<void> {
    await this.whenText(sms);
    this.texts.push(sms);
  }

  @OnInboundFailed()
  onFailed(failure: InboundFailure): void {
    this.failures.push(failure);
  }

  @OnDelivery()
  async onDelivery(update: DeliveryUpdate): Promise<void> {
    await this.whenDelivery(update);
    this.updates.push(update);
  }

  @OnLowBalance()
  async onLowBalance(low: LowBalance): Promise<void> {
    await this.whenLowBalance(low);
    this.lowBalances.push(low);
  }

  get bodies(): string[] {
    return this.texts.map(({ body }) => body);
  }

  /** Waits until exactly these texts have come, in this order. */
  hasTexts(...bodies: string[]): Promise<void> {
    return until(
      () => `there are the texts ${bodies.join(', ')} (but: ${this.bodies.join(', ')})`,
      () => JSON.stringify(this.bodies) === JSON.stringify(bodies),
    );
  }

  /** The updates since the last time, sorted: `1000000 delivered!` for a final state. */
  takeUpdates(): string[] {
    return this.updates
      .splice(0)
      .map(({ serverId, state, final }) => `${serverId} ${state}${final ? '!' : ''}`)
      .toSorted();
  }
}
