import { randomUUID } from 'node:crypto';

export interface Token {
  readonly value: string;
  readonly lifetimeMs: number;
  readonly expiresAtMs: number;
}

/** The account behind the credentials: its one token and its credit. */
export class Account {
  /** Rials. */
  credit: number;
  #token: Token | undefined;

  constructor(credit: number) {
    this.credit = credit;
  }

  /** The valid token again, its lifetime not extended; a new one only when there is none (guide 3.1). */
  logIn(lifetimeMs: number, nowMs: number): { token: Token; fresh: boolean } {
    if (this.#token && nowMs < this.#token.expiresAtMs) return { token: this.#token, fresh: false };
    this.#token = { value: randomUUID(), lifetimeMs, expiresAtMs: nowMs + lifetimeMs };
    return { token: this.#token, fresh: true };
  }

  accepts(token: string, nowMs: number): boolean {
    return this.#token?.value === token && nowMs < this.#token.expiresAtMs;
  }

  get livingToken(): string | undefined {
    return this.#token?.value;
  }

  revokeToken(): void {
    this.#token = undefined;
  }

  /** Takes the price off the credit; false when the credit is not enough. */
  charge(price: number): boolean {
    if (price > this.credit) return false;
    this.credit -= price;
    return true;
  }

  refund(price: number): void {
    this.credit = Math.min(this.credit + price, Number.MAX_SAFE_INTEGER);
  }
}
