/**
 * Goal: the committed vectors catch deliberately broken JavaScript kernels, and pass the unbroken ones.
 * Method: the kernels are copied, one line of the copy is replaced, and the cases of the ops that the line
 * takes part in are answered and judged in this process.
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunReply } from '../../../schema/format/types.ts';
import { judge } from '../../core/judge.ts';
import { loadCorpus } from '../../core/load.ts';
import { requestOf } from '../../core/request.ts';
import { answer } from './answer.ts';
import type { JsKernels } from './api.ts';
import { jsKernels } from './registry.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', '..');
const copies = join(root, '.build', 'broken-js-kernels');
afterAll(() => rmSync(copies, { recursive: true, force: true }));

/** The kernels with one text of one file replaced. */
async function brokenKernels(
  name: string,
  path: string,
  from: string,
  to: string,
): Promise<JsKernels> {
  const folder = join(copies, name.replace(/\W+/g, '-'));
  mkdirSync(join(folder, 'kernels'), { recursive: true });
  const files = ['registry.ts', ...readdirSync(join(here, 'kernels')).map((f) => `kernels/${f}`)];
  for (const file of files) {
    let text = readFileSync(join(here, file), 'utf8');
    if (file === path) {
      expect(text.split(from), `"${from}" stands once in ${file}`).toHaveLength(2);
      text = text.replace(from, () => to);
    }
    // one module of calls and refusals, one of work arrays and one of vectors, for copies and originals
    text = text.replace(/'\.\.?\/(api|workspace|simd\/index)\.ts'/g, (_, file) =>
      JSON.stringify(join(here, `${file}.ts`)),
    );
    writeFileSync(join(folder, file), text);
  }
  const module = await import(pathToFileURL(join(folder, 'registry.ts')).href);
  return (module as { jsKernels: JsKernels }).jsKernels;
}

/** Ops of which at least one case fails. */
function failingOps(kernels: JsKernels, ops: readonly string[]): string[] {
  const { cases } = loadCorpus(join(root, 'vectors'), ({ op }) => ops.includes(op));
  const failing = new Set<string>();
  for (const [i, test] of cases.entries()) {
    if (test.vector.expected.status === 'overflow') continue;
    const request = requestOf(test, i + 1);
    const reply = answer(kernels, request) as RunReply;
    const { verdict } = judge(test.vector, request, reply, ['canary', 'poison']);
    if (verdict !== 'pass') failing.add(test.op);
  }
  return [...failing].sort();
}

interface Defect {
  readonly name: string;
  readonly patch: readonly [path: string, from: string, to: string];
  /** sorted; each must have a failing case */
  readonly caughtBy: readonly string[];
}

const defects: readonly Defect[] = [
  {
    name: 'half to even',
    patch: [
      'kernels/rounding.ts',
      'return castInt32(up - x === 0.5 && x < 0 ? up - 1 : up);',
      'return (up - x === 0.5 && up % 2 !== 0 ? up - 1 : up) | 0;',
    ],
    caughtBy: ['quantize_dynamic', 'requant_fixed', 'round'],
  },
  {
    name: 'multiply by the reciprocal',
    patch: [
      'kernels/requant.ts',
      'encode(fround(x[i]! / y.scale))',
      'encode(fround(x[i]! * fround(1 / y.scale)))',
    ],
    caughtBy: ['encode_symmetric'],
  },
  {
    name: 'divide form under the ratio contract',
    patch: [
      'kernels/requant.ts',
      "const isRatio = ctx.contract.requant === 'ratio';",
      'const isRatio = ctx.contract === undefined;',
    ],
    caughtBy: ['requant_dynamic'],
  },
  {
    name: 'low clamp at -(2^(b-1) - 1)',
    patch: ['kernels/requant.ts', '? -1 << (bits - 1) :', '? 1 - 2 ** (bits - 1) :'],
    caughtBy: ['encode_symmetric', 'requant_fixed'],
  },
  {
    name: 'bias mantissas added raw',
    patch: [
      'kernels/matmul.ts',
      'seeds[i] = rescaleSeed(ctx, q[i]!, bias.scale, sOut, bias.rounding);',
      'seeds[i] = q[i]!;',
    ],
    caughtBy: ['linear_forward', 'linear_forward_raw', 'matmul_sym'],
  },
  {
    name: 'an accumulator that overflows one bit early',
    patch: [
      'kernels/packed_products.ts',
      'sum = (sum + Math.imul(a[i + k]!, b[j + k]!)) | 0;',
      'sum = ((sum + Math.imul(a[i + k]!, b[j + k]!)) << 1) >> 1;',
    ],
    caughtBy: ['linear_forward_raw', 'matmul_int32', 'matmul_sym'],
  },
];

describe('broken kernels', () => {
  it.each(defects)('$name is caught', async ({ name, patch, caughtBy }) => {
    const kernels = await brokenKernels(name, ...patch);
    expect(failingOps(kernels, caughtBy)).toEqual(caughtBy);
  });

  it('the unbroken kernels pass the same ops', () => {
    const ops = [...new Set(defects.flatMap(({ caughtBy }) => caughtBy))];
    expect(failingOps(jsKernels, ops)).toEqual([]);
  });
});
