import { Injectable } from '@nestjs/common';
import { type DeliveryUpdate, OnDelivery } from 'nestjs-payamsms';
import { page } from '../page.js';

/** Every accepted answer is followed until it has arrived, or has not. */
@Injectable()
export class DeliveryListener {
  @OnDelivery()
  onDelivery({ serverId, state, final }: DeliveryUpdate): void {
    page.row(state, `serverId ${serverId}`, final ? 'final' : '');
  }
}
