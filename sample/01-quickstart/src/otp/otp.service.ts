import { Injectable } from '@nestjs/common';
import { normalizeMsisdn, SmsService } from 'nestjs-payamsms';
import { randomInt } from 'node:crypto';
import type { OtpSent } from './otp.dto.js';

interface PendingCode {
  code: string;
  expiresAtMs: number;
  attemptsLeft: number;
}

const LIFETIME_MS = 120_000;
const MAX_ATTEMPTS = 3;

/** One-time passwords, kept in memory; with several instances they belong in a shared store. */
@Injectable()
export class OtpService {
  readonly #pending = new Map<string, PendingCode>();

  constructor(private readonly sms: SmsService) {}

  async send(given: string): Promise<OtpSent> {
    // One form of a number is one key, whichever way it was typed.
    const phone = normalizeMsisdn(given);
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    // Before the send: where its answer is lost, the text may arrive all the same.
    this.#pending.set(phone, {
      code,
      expiresAtMs: Date.now() + LIFETIME_MS,
      attemptsLeft: MAX_ATTEMPTS,
    });
    const { serverId } = await this.sms.send({ recipient: phone, body: `کد ورود شما: ${code}` });
    return { phone, serverId, expiresIn: LIFETIME_MS / 1000 };
  }

  /** True once: a code that was right, wrong too often, or late is forgotten. */
  verify(given: string, code: string): boolean {
    const phone = normalizeMsisdn(given);
    const pending = this.#pending.get(phone);
    if (!pending) return false;
    const right = pending.code === code && Date.now() < pending.expiresAtMs;
    pending.attemptsLeft--;
    if (right || pending.attemptsLeft === 0) this.#pending.delete(phone);
    return right;
  }
}
