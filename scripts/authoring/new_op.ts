/** The files in which a new op begins: a record with one case of each kind, and the reference function that it asks. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractIds, contracts } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { root } from '../cli/paths.ts';
import { readSpec } from '../spec/clauses.ts';
import type { Changes } from './apply.ts';

const tablePath = 'reference/table.ts';

/** What stands in the place of a text that only the author knows; `goldvec status` finds it. */
export const blank = /<[a-z]+( [a-z]+)+>/;

export interface NewOp {
  readonly name: string;
  readonly family: string;
  readonly clause: string;
}

/** A string of TypeScript. */
const quoted = (text: string): string => `'${text}'`;

/** `scale_rows` as `scaleRows`. */
const camel = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function recordText({ name, clause }: NewOp, since: string): string {
  return `/** ${clause}: <what it computes>. */

import { tensorCount } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { float32Of } from '../../kit/literals.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import { type CaseInput, defineOp } from '../../op.ts';

function caseOf(set: CaseInput['set'], flag: string, x: CaseInput['tensors'][string]): CaseInput {
  return newCase(set, flag, { x, y: target('FLOAT32', x.shape) });
}

export default defineOp({
  name: '${name}',
  version: 1,
  clause: ${quoted(clause)},
  summary: '<what it computes>',
  since: '${since}',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n], n ≥ 0' },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: '[n]' },
  },
  fits: alike('x', 'y'),
  notes: {
    values: {
      bug: '<the mistake that a case with this flag catches>',
      effect: '<what the mistake does to a training>',
    },
  },
  run(n, call) {
    const x = call.tensor('x');
    n.fn.${camel(name)}(n, x, call.tensor('y', tensorCount(x)));
  },
  *cases(g) {
    yield caseOf('directed', 'values', float32Of([0, -0, 0.5, -1.5, 3]));
    for (const r of seeded(g, 'random', 10)) {
      yield caseOf('random', 'values', randomFloat32(r, [r.int(1, 24)]));
    }
  },
});
`;
}

function referenceText({ name, clause }: NewOp): string {
  return `/** ${clause}: <what it computes>. */

import type { Numerics } from '../numerics.ts';
import type { Tensor } from '../tensor.ts';

/** ${clause}: <what it computes>. */
export function ${camel(name)}(_n: Numerics, _x: Tensor, _y: Tensor): void {
  throw new TypeError('${name} is not written yet: reference/kernels/${name}.ts');
}
`;
}

/** Ops whose files stand below a family, whether `sync` knows them or not. */
function taken(name: string): string | undefined {
  const families = readdirSync(join(root, 'goldgen/ops'), { withFileTypes: true });
  const paths = families
    .filter((entry) => entry.isDirectory())
    .map((family) => `goldgen/ops/${family.name}/${name}.ts`);
  return [...paths, `reference/kernels/${name}.ts`].find((path) => existsSync(join(root, path)));
}

function demand({ name, family, clause }: NewOp): void {
  for (const word of [name, family]) {
    if (/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(word)) continue;
    throw new GoldError('usage-bad-value', `"${word}" is no name in snake case`, {
      hint: 'small letters, digits and underscores, such as scale_rows',
    });
  }
  const path = taken(name);
  if (path !== undefined) throw new GoldError('usage-bad-value', 'the op is there', { path });
  if (readSpec(root).find(clause) === undefined) {
    throw new GoldError('usage-bad-value', `there is no clause ${clause}`, {
      hint: 'write it first: reference/spec/README.md says how',
    });
  }
}

/**
 * Record, reference function and its line in the table of primitives. Errors: usage-bad-value for a name that is
 * none or taken, for a clause that there is not.
 */
export function newOp(op: NewOp): Changes {
  demand(op);
  const since = contracts[contractIds.at(-1)!].date;
  const table = readFileSync(join(root, tablePath), 'utf8');
  const last = [...table.matchAll(/^export \* from '\.\/kernels\/.*$/gm)].at(-1)!;
  const end = last.index + last[0].length;
  const line = `\nexport * from './kernels/${op.name}.ts';`;
  return {
    [`goldgen/ops/${op.family}/${op.name}.ts`]: recordText(op, since),
    [`reference/kernels/${op.name}.ts`]: referenceText(op),
    [tablePath]: `${table.slice(0, end)}${line}${table.slice(end)}`,
  };
}
