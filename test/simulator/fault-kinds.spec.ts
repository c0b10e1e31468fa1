import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { FAULT_BOUNDS, FAULT_KINDS, FAULT_TARGETS } from '../../lib/simulator/faults/kinds.js';
import { parseFault } from '../../lib/simulator/input/fault.js';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

const KINDS = FAULT_KINDS.map(({ kind }) => kind);
const { min, max } = FAULT_BOUNDS.status;

interface Schema {
  readonly enum: readonly string[];
  readonly pattern: string;
  readonly description: string;
  readonly items: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties: Readonly<Record<string, Schema>>;
}

const isTaken = (kind: string) => {
  try {
    return parseFault({ endpoint: '*', kind }, '').kind === kind;
  } catch {
    return false;
  }
};

describe('the table of fault kinds', () => {
  it('has each kind once', () => {
    expect(new Set(KINDS).size).toBe(KINDS.length);
  });

  it('gives the input its kinds', () => {
    const plain = KINDS.filter((kind) => kind !== 'status');
    expect(plain.filter((kind) => !isTaken(kind))).toEqual([]);
    expect(
      [`status ${min}`, `status ${max}`, `status ${min - 1}`, `status ${max + 1}`, 'status'].map(
        isTaken,
      ),
    ).toEqual([true, true, false, false, false]);
  });

  describe('and simulator.openapi.yaml', () => {
    const { schemas } = (
      parse(read('lib/simulator/control/simulator.openapi.yaml')) as {
        components: { schemas: Record<string, Schema> };
      }
    ).components;

    it('have the same kinds and descriptions', () => {
      const labels = { status: `\`status 503\` and so on, ${min} to ${max}` };
      const lines = FAULT_KINDS.map(({ kind, description }) => {
        const label = kind === 'status' ? labels.status : `\`${kind}\``;
        return `- ${label}: ${description}\n`;
      });
      expect(schemas.FaultKind?.description).toBe(lines.join(''));
      const plain = KINDS.filter((kind) => kind !== 'status');
      expect(schemas.FaultKind?.pattern).toBe(`^(${plain.join('|')}|status [2-5]\\d\\d)$`);
    });

    it('have the same endpoints', () => {
      expect(schemas.FaultEndpoint?.enum).toEqual(FAULT_TARGETS);
    });

    it('have the same parameters', () => {
      const parameters = new Set(FAULT_KINDS.flatMap((row) => row.parameters));
      const { items } = schemas.FaultKinds?.properties.kinds?.items.properties.parameters ?? {};
      expect(new Set(items?.enum)).toEqual(parameters);
    });

    it.each(['NewFault', 'Fault', 'StoredFault'])('have the same bounds in %s', (name) => {
      const { status: _, retryAfter: __, ...bounds } = FAULT_BOUNDS;
      const written = Object.keys(bounds).map((option) => {
        const { minimum, maximum } = schemas[name]?.properties[option] ?? {};
        return [option, { min: minimum, ...(maximum !== undefined && { max: maximum }) }];
      });
      expect(Object.fromEntries(written)).toEqual(bounds);
    });
  });

  it.each(['README.md', 'README.fa.md'])('and %s have the same kinds', (file) => {
    const [list = ''] = /drop, accept-then-drop[\w\s,'/-]*/.exec(read(file)) ?? [];
    const named = list
      .replaceAll(/['/\s]+/g, ' ')
      .split(',')
      .map((kind) => kind.trim());
    expect(named.map((kind) => (kind === 'status 503' ? 'status' : kind)).toSorted()).toEqual(
      KINDS.toSorted(),
    );
  });
});
