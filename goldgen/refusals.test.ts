import { describe, expect, it } from 'vitest';
import { refusalCodes } from '../reference/refusal.ts';
import { readVectors } from '../schema/format/vector_folder.ts';
import { any } from './refusals/condition.ts';
import { layerConditions } from './refusals/layers.ts';
import { primitiveConditions, unreachable } from './refusals/primitives.ts';

const rows = [...primitiveConditions, ...layerConditions].flatMap(([name, code, ops, holds]) =>
  ops.map((op) => ({ name: `${name}: ${op}`, code, op, holds: holds ?? any })),
);

const refused = readVectors('vectors', () => true).flatMap(({ op, cases }) =>
  cases.filter(({ expected }) => expected.status === 'refused').map((c) => ({ op, c })),
);

describe('refused cases', () => {
  it.each(rows)('$name ($code)', ({ code, op, holds }) => {
    const found = refused.filter((r) => r.op === op && r.c.expected.refusal === code && holds(r.c));
    expect(found.length).toBeGreaterThan(0);
  });

  it('has every code of the catalogue but those that no call reaches', () => {
    const seen = new Set(refused.map(({ c }) => c.expected.refusal));
    expect(Object.keys(refusalCodes).filter((code) => !seen.has(code))).toEqual(
      Object.keys(unreachable),
    );
  });

  it('has a row for every code seen', () => {
    const listed = new Set<string>(rows.map(({ code }) => code));
    const unlisted = refused.filter(({ c }) => !listed.has(`${c.expected.refusal}`));
    expect(unlisted.map(({ c }) => c.id)).toEqual([]);
  });
});
