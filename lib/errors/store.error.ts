import { PayamSmsError } from './payamsms.error.js';

/**
 * Why a store could not do its work. After `lease-lost` another process does the task. `not-private`:
 * a file is a link, has a second name, or belongs to another user. `may-evict`: the
 * server may throw away what must be kept.
 */
export type StoreFailure =
  | 'lease-lost'
  | 'closed'
  | 'busy'
  | 'full'
  | 'read-only'
  | 'no-directory'
  | 'foreign'
  | 'not-private'
  | 'newer'
  | 'corrupt'
  | 'no-driver'
  | 'may-evict'
  | 'unavailable';

const NEXT_STEP: Record<StoreFailure, string> = {
  'lease-lost': 'another process has taken the task over, which goes on there',
  closed: 'it is closed; stores are opened and closed by the module',
  busy: 'other processes kept it locked for too long; try again, and look for one that hangs',
  full: 'the disk is full, or a quota is; free some space, nothing is half done',
  'read-only':
    'nothing may be written there: give this process the right to the file and its directory, or its role the right to its schema; a standby takes no writes',
  'no-directory': 'its directory does not exist; create it, or correct the path',
  foreign: 'what is there is none of this module; name another place',
  'not-private':
    'it must be a file of its own that belongs to the user of this process, for it holds texts and numbers; see the cause',
  newer: 'a newer version of nestjs-payamsms wrote it; update the package in this app too',
  corrupt: 'what is there is damaged; put it aside and restore a backup, or begin anew',
  'no-driver': 'its driver is not installed',
  'may-evict': 'the server may evict what is kept there; set its maxmemory-policy to noeviction',
  unavailable: 'see the cause',
};

interface Facts {
  /** The file that is meant, where the store has one. */
  file?: string;
  /** The server that is meant, where the store has one: never with a password. */
  server?: string;
  /** With `no-driver`: the package that is missing. */
  driver?: string;
  cause?: unknown;
}

/** The store could not do what it was asked to. Nothing is half done. */
export class PayamSmsStoreError extends PayamSmsError {
  override readonly name = 'PayamSmsStoreError';
  declare readonly file?: string;
  declare readonly server?: string;

  /** @param action what it was asked to do, such as `remember handled texts` */
  constructor(
    readonly reason: StoreFailure,
    readonly action: string,
    { file, server, driver, cause }: Facts = {},
  ) {
    const place = file ?? server;
    const nextStep = driver
      ? `the package ${driver} is not installed; run npm install ${driver}`
      : NEXT_STEP[reason];
    super(
      `The store${place === undefined ? '' : ` ${place}`} could not ${action}: ${nextStep}`,
      cause === undefined ? undefined : { cause },
    );
    if (file !== undefined) this.file = file;
    if (server !== undefined) this.server = server;
  }
}
