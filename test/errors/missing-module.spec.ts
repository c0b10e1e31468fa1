import { describe, expect, it } from '@jest/globals';
import { missingModule } from '../../lib/errors/missing-module.js';

const notFound = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('missingModule', () => {
  it('names the package that an import did not find', async () => {
    const name: string = 'not-there';
    const error: unknown = await import(name).catch((reason: unknown) => reason);
    expect(missingModule(error)).toBe('not-there');
  });

  it.each([
    ['ERR_MODULE_NOT_FOUND', "Cannot find package 'libsql' imported from /app/dist/index.js"],
    ['MODULE_NOT_FOUND', "Cannot find module 'libsql'\nRequire stack:\n- /app/dist/index.cjs"],
    ['MODULE_NOT_FOUND', "Cannot find module 'libsql' from 'lib/store/sqlite/driver.ts'"],
  ])('reads it from %s: %s', (code, message) => {
    expect(missingModule(notFound(code, message))).toBe('libsql');
  });

  it.each([
    notFound('EACCES', "Cannot read 'libsql'"),
    new Error("Cannot find package 'libsql'"),
    "Cannot find package 'libsql'",
    undefined,
    null,
  ])('names none for %p', (error) => {
    expect(missingModule(error)).toBeUndefined();
  });
});
