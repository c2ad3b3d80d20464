/**
 * Goal: the committed vectors catch deliberately broken kernels on every kind of C backend, and pass the
 * same ops of the unbroken ones. Method: one line of the portable kernels is replaced, the backend is built
 * from the replaced source, and the cases of the ops that the line takes part in are run.
 */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driveBackend } from '../../core/drive.ts';
import type { CaseEnd } from '../../core/events.ts';
import { loadCorpus, type TestCase } from '../../core/load.ts';
import { patch, patchedBackend } from '../patched.ts';
import { buildRoot } from './build_folder.ts';
import { readyTargets } from './tools.ts';

const backends = [
  'native:gcc-O2',
  'native:clang-O2',
  'native:gcc-ubsan',
  'native:clang-ubsan',
  'wasm',
  'wasm:ubsan',
  'qemu:mps2-an385',
  'qemu:mps2-an386',
];

interface Defect {
  readonly name: string;
  readonly ops: readonly string[];
  /** ops among them of which at least one case must fail */
  readonly caughtBy: readonly string[];
  readonly patch: readonly [path: string, from: string, to: string];
}

const defects: readonly Defect[] = [
  {
    name: 'half to even',
    ops: ['round'],
    caughtBy: ['round'],
    patch: ['kernels/gv_round.c', 'if (magnitude - nearest == 0.5f) {', 'if (false) {'],
  },
  {
    name: 'multiply by the reciprocal',
    ops: ['quantize_dynamic', 'encode_symmetric'],
    caughtBy: ['quantize_dynamic', 'encode_symmetric'],
    patch: ['kernels/gv_quant.c', 'v / scale, range', 'v * (1.0f / scale), range'],
  },
  {
    name: 'divide form under the ratio contract',
    ops: ['requant_dynamic'],
    caughtBy: ['requant_dynamic'],
    patch: [
      'kernels/gv_quant.c',
      'if (contract->requant == GV_REQUANT_DIVIDE) {',
      'if (contract != NULL) {',
    ],
  },
  {
    name: 'low clamp at −(2^(b−1) − 1)',
    ops: ['encode_symmetric', 'requant_fixed'],
    caughtBy: ['encode_symmetric', 'requant_fixed'],
    patch: ['kernels/gv_quant.c', 'return -half_range(bits);', 'return 1.0f - half_range(bits);'],
  },
  {
    name: 'bias mantissas added raw',
    ops: ['matmul_sym', 'linear_forward_raw', 'linear_forward'],
    caughtBy: ['matmul_sym', 'linear_forward_raw', 'linear_forward'],
    patch: [
      'kernels/gv_matmul.c',
      'GV_TRY(gv_rescale_bias(ctx, gv_i32(bias)[col], bias->scale, scale_out, bias->rounding, &seeds[col]));',
      '(void)ctx; (void)scale_out; seeds[col] = gv_i32(bias)[col];',
    ],
  },
  {
    // volatile: otherwise an uninstrumented compiler may well cancel the doubling and the halving
    name: 'an accumulator that overflows one bit early',
    ops: ['matmul_int32', 'matmul_sym', 'linear_forward_raw'],
    caughtBy: ['matmul_int32', 'matmul_sym', 'linear_forward_raw'],
    patch: [
      'kernels/gv_matmul.c',
      'out[(size_t)row * plan->cols + col] = acc;\n        }\n    }\n}\n\nvoid gv_multiply_float32',
      'volatile int32_t twice = acc + acc; out[(size_t)row * plan->cols + col] = twice / 2;\n        }\n    }\n}\n\nvoid gv_multiply_float32',
    ],
  },
];

/** Builds that pack narrow products (gv_dot.h), and a mistake in what only they run. */
const packing = ['native:gcc-O3', 'wasm:simd', 'qemu:mps2-an386-dsp'];

const packed: Defect = {
  name: 'the last term of a packed row left out',
  ops: ['matmul_sym', 'conv1d_raw', 'conv1d_transposed_raw', 'conv1d_backward'],
  caughtBy: ['matmul_sym', 'conv1d_raw', 'conv1d_transposed_raw', 'conv1d_backward'],
  patch: [
    'kernels/gv_dot.c',
    'i < count; i++) {\n        to[i]',
    'i + 1u < count; i++) {\n        to[i]',
  ],
};

/** Mistakes in what only the dual multiply-accumulate runs: several rows at a time, and those that are left. */
const dualMultiplyAccumulate = 'qemu:mps2-an386-dsp';

const dual: readonly Defect[] = [
  {
    ...packed,
    name: 'the fourth of four rows taken for the third',
    // the convolutions of the vectors have fewer channels
    ops: ['matmul_sym'],
    caughtBy: ['matmul_sym'],
    patch: ['kernels/gv_dot.c', 'b3 = b2 + stride;', 'b3 = b2;'],
  },
  {
    ...packed,
    name: 'the last of the rows that are no four left out',
    patch: ['kernels/gv_dot.c', 'left > 0u; left--', 'left > 1u; left--'],
  },
];

/** Builds that requantize many mantissas at a time (gv_requant_block.h), and mistakes in what only they run. */
const requantizing = ['native:gcc-O3', 'native:clang-O3', 'wasm:simd'];

const inBlocks = (name: string, from: string, to: string): Defect => ({
  name,
  ops: ['requant_dynamic'],
  caughtBy: ['requant_dynamic'],
  patch: ['kernels/gv_requant_block.c', from, to],
});

const blocks: readonly Defect[] = [
  inBlocks('ties to even', '== HALF) & ONE', '== HALF) & 0u'),
  inBlocks('no bound for what is an integer already', 'where(magnitude < INTEGRAL_BITS)', '~0u'),
  inBlocks('the magnitude of INT32_MIN', '0u - bits : bits', '~bits : bits'),
];

const vectors = join(buildRoot, '..', 'vectors');

const corpora = new Map<string, readonly TestCase[]>();

function casesOfOps(ops: readonly string[]): readonly TestCase[] {
  const key = ops.join(' ');
  const known = corpora.get(key);
  if (known !== undefined) return known;
  const { cases } = loadCorpus(vectors, (entry) => ops.includes(entry.op));
  corpora.set(key, cases);
  return cases;
}

/** The cases that are not answered rightly, until they are enough. */
async function failuresOf(
  id: string,
  ops: readonly string[],
  overlay: Record<string, string>,
  areEnough: (failures: readonly CaseEnd[]) => boolean = () => false,
) {
  const failures: CaseEnd[] = [];
  const backend = patchedBackend(id, { timeoutMs: 20_000 }, { overlay });
  const end = await driveBackend(backend, casesOfOps(ops), {
    giveUpAfter: 5,
    signal: new AbortController().signal,
    isOver: () => areEnough(failures),
    emit: (event) => {
      if (event.event !== 'case_end' || event.verdict === 'pass' || event.verdict === 'skip')
        return;
      failures.push(event);
    },
    now: () => performance.now(),
  });
  expect(end.state).toBe(areEnough(failures) ? 'bailed' : 'done');
  return failures;
}

/** A mistake that is caught where one case of each op fails; one build answers all cases, so that a crash is seen. */
const complete = 'native:gcc-O2';

/** Ops that the cases of a defect fail in; nothing but wrong answers, no crash. */
async function caughtIn(id: string, { ops, caughtBy, patch: edit }: Defect): Promise<string[]> {
  const caught = (failures: readonly CaseEnd[]) =>
    caughtBy.filter((op) => failures.some((e) => e.case.includes(`/${op}/`)));
  const failures = await failuresOf(
    id,
    ops,
    patch(...edit),
    (found) => id !== complete && caught(found).length === caughtBy.length,
  );
  expect(failures.filter((e) => e.verdict !== 'fail')).toEqual([]);
  return caught(failures);
}

const ready = await readyTargets([...backends, ...packing, ...requantizing]);

describe.each(backends)('%s', (id) => {
  const it = test.runIf(ready.has(id));

  it.each(defects)('catches $name', async (defect) => {
    expect(await caughtIn(id, defect)).toEqual(defect.caughtBy);
  });

  it('passes the same ops of the unbroken kernels', async () => {
    const ops = [...new Set(defects.flatMap((d) => d.ops))];
    expect(await failuresOf(id, ops, {})).toEqual([]);
  });
});

describe.each(packing)('%s', (id) => {
  const it = test.runIf(ready.has(id));

  it(`catches ${packed.name}`, async () => {
    expect(await caughtIn(id, packed)).toEqual(packed.caughtBy);
  });

  it('passes the same ops of the unbroken kernels', async () => {
    expect(await failuresOf(id, packed.ops, {})).toEqual([]);
  });
});

describe.each(requantizing)('%s', (id) => {
  const it = test.runIf(ready.has(id));

  it.each(blocks)('catches $name', async (defect) => {
    expect(await caughtIn(id, defect)).toEqual(defect.caughtBy);
  });

  it('passes the same op of the unbroken kernels', async () => {
    expect(await failuresOf(id, ['requant_dynamic'], {})).toEqual([]);
  });
});

describe(dualMultiplyAccumulate, () => {
  const it = test.runIf(ready.has(dualMultiplyAccumulate));

  it.each(dual)('catches $name', async (defect) => {
    expect(await caughtIn(dualMultiplyAccumulate, defect)).toEqual(defect.caughtBy);
  });
});
