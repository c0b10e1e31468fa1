import type { FaultKind, FaultKindName } from '../api/wire.js';
import type { Dictionary } from './en.js';

/** A kind of fault in words; of an HTTP status with its number. */
export function kindName(kind: FaultKind, { faults }: Dictionary): string {
  if (!kind.startsWith('status ')) return faults.kinds[kind as FaultKindName];
  return faults.statusKind(kind.slice('status '.length));
}
