import { afterEach, beforeEach, jest } from '@jest/globals';

/** It is this date, for tests that name others. */
export function useDate(iso: string): void {
  beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(Date.parse(iso)));
  afterEach(() => void jest.restoreAllMocks());
}
