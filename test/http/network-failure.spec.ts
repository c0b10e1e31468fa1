import { describe, expect, it } from '@jest/globals';
import { AxiosError } from 'axios';
import { inspect } from 'node:util';
import { NetworkFailure } from '../../lib/http/network-failure.js';

const system = (message: string, facts: object): Error => Object.assign(new Error(message), facts);

/** As axios wraps what Node says. */
const wrapped = (cause: Error): AxiosError =>
  Object.assign(new AxiosError(cause.message, (cause as { code?: string }).code), { cause });

const refused = system('connect ECONNREFUSED 127.0.0.1:1', {
  code: 'ECONNREFUSED',
  syscall: 'connect',
});

describe('a network failure', () => {
  it.each([
    ['a refused connection', refused],
    [
      'a connection that timed out',
      system('connect ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'connect' }),
    ],
    [
      'a name not found',
      system('getaddrinfo ENOTFOUND', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    ],
    [
      'a name server that did not answer',
      system('getaddrinfo EAI_AGAIN', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
    ],
    [
      'several addresses that refused',
      Object.assign(new AggregateError([refused, refused], ''), { code: 'ECONNREFUSED' }),
    ],
    ['a certificate of the past', system('expired', { code: 'CERT_HAS_EXPIRED' })],
    ['a certificate of another', system('altname', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
    ['a certificate of nobody', system('self', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
    ['a chain that ends nowhere', system('leaf', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
  ])('proves that nothing was sent: %s', (_, error) => {
    expect(new NetworkFailure(error).neverConnected).toBe(true);
    expect(new NetworkFailure(wrapped(error)).neverConnected).toBe(true);
  });

  it.each([
    ['a reset', system('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' })],
    ['a pipe that broke', system('write EPIPE', { code: 'EPIPE', syscall: 'write' })],
    [
      'an answer that TLS found damaged',
      system('bad record mac', { code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }),
    ],
    ['a hang-up', system('socket hang up', { code: 'ECONNRESET' })],
    ['a time-out of ours', new AxiosError('no answer within 5 ms', AxiosError.ETIMEDOUT)],
    ['an answer that cannot be read', system('Parse Error', { code: 'HPE_INVALID_CONSTANT' })],
    ['an answer cut short', new AxiosError('stream has been aborted', 'ERR_BAD_RESPONSE')],
    ['an error without a code', new Error('what?')],
    ['something that is no error', 'what?'],
    ['nothing', undefined],
  ])('leaves it open whether something was sent: %s', (_, error) => {
    expect(new NetworkFailure(error).neverConnected).toBe(false);
  });

  it('says what Node said, with its code', () => {
    expect(new NetworkFailure(wrapped(refused))).toMatchObject({
      name: 'NetworkFailure',
      message: 'connect ECONNREFUSED 127.0.0.1:1',
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(new NetworkFailure(undefined).message).toBe('the connection failed');
  });

  it('keeps nothing of what axios hangs on its errors', () => {
    const error = wrapped(refused);
    Object.assign(error, {
      config: { headers: { Authorization: 'Bearer hush' }, data: 'hush' },
      request: { path: '/?password=hush' },
      response: { data: 'hush' },
    });
    const failure = new NetworkFailure(error);
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hush');
    expect(failure).not.toHaveProperty('cause');
  });

  it('shows no credentials that an agent puts into its message', () => {
    const failure = new NetworkFailure(
      new Error('no way through http://user:hush@proxy:80/ with Basic aHVzaA== bearer hush.hush'),
    );
    expect(failure.message).toBe('no way through http://***@proxy:80/ with Basic *** bearer ***');
  });
});
