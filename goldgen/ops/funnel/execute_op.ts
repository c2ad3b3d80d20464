/** S63–S72: an identity or product kernel through the op funnel. */

import {
  type Arithmetic,
  type Kernel,
  type OutputMode,
  outputModes,
} from '../../../reference/funnel.ts';
import { dtypes, floats, store, type Tensor } from '../../../reference/tensor.ts';
import { seeded } from '../../kit/cases.ts';
import { float32Of, int32Of, symInt32Of } from '../../kit/literals.ts';
import { asymOf, boolOf, symOf } from '../../kit/packed.ts';
import { stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall, roundingParam } from '../../op.ts';
import { floatIncrement } from '../accumulate/accumulate_cases.ts';
import { executeOpOracle } from '../accumulate/oracle.ts';
import { randomSource, widthsOf } from '../conversion/convert_cases.ts';
import { bigMantissaPins, pinFlag, ratioPins } from '../requant/requant_cases.ts';
import { executeFits } from './execute_fits.ts';
import { float, type How, opCase, sr, sym } from './execute_op_call.ts';
import { executeOpNotes } from './execute_op_notes.ts';
import { sizes } from './execute_op_sizes.ts';

function* pinned(): Iterable<CaseInput> {
  const v7 = [
    symInt32Of([3, -2], 0.5, 12),
    symInt32Of([4, 1, 7, -5], 0.25, 12, 'HALF_AWAY', [2, 2]),
    symInt32Of([10, -3], 0.1, 12),
  ];
  yield opCase('directed', 'V7', v7, target('SYM_INT32', [2], 12), { kernel: 'product' });
  for (const mode of ['OUT_ACC_FIXED_SCALE', 'OUT_ACC_DYNAMIC_RESCALE'] as const) {
    const out = symInt32Of([100, -7], 0.125, 16);
    yield opCase('directed', 'V7', v7, out, { kernel: 'product', mode });
  }
  const v8 = [
    float32Of([0.7, -1.3]),
    float32Of([0.5, -0.25, 0.125, 1], [2, 2]),
    float32Of([0.1, -0.2]),
  ];
  for (const stored of ['HALF_AWAY', sr] as const) {
    for (const rounding of ['HALF_AWAY', sr] as const) {
      const how: How = { kernel: 'product', rounding, rng: 42 };
      yield opCase('directed', 'V8', v8, target('SYM_INT32', [2], 12, stored), how);
    }
  }
  const how: How = { kernel: 'product', rounding: sr, rng: 42 };
  yield opCase('directed', 'V8', v8, target('ASYM', [2], 8), how);
  yield opCase('directed', 'V8', v8, target('SYM', [2], 8), how);
  yield opCase('directed', 'V8', v8, target('FLOAT32', [2]), how);
  yield opCase('directed', 'V8 no_scale', v8, target('INT32', [2]), how);
  for (const x of [...ratioPins(), ...bigMantissaPins()]) {
    const restore = `${pinFlag(x)} restore`;
    yield opCase('directed', restore, [x], target('SYM_INT32', x.shape, 12));
    yield opCase('directed', restore, [x], target('SYM', x.shape, 12));
  }
}

function* traps(): Iterable<CaseInput> {
  const w = float32Of([1, -0.5, 0.25, 0], [2, 2]);
  const out = (): Tensor => target('SYM_INT32', [2], 12);
  const product = { kernel: 'product' } as const;
  const wide = symOf([32767, -16384], 16, { scale: 0.001 });
  yield opCase('negative', 'label_trap', [wide, w], out(), product);
  const narrow = symOf([127, -64], 8, { scale: 0.01 });
  yield opCase('directed', 'label_trap', [narrow, w], out(), product);
  const shifted = asymOf([65535, 3], 16, { scale: 0.001, zeroPoint: -30000 });
  yield opCase('directed', 'label_trap', [shifted, w], out(), product);
  yield opCase('directed', 'label_trap', [int32Of([40000, -3]), w], out(), product);
  yield opCase('negative', 'label_trap', [symInt32Of([5, 5], 1, 13), w], out(), product);
  const long = symInt32Of([30000, -17, 1], 0.01, 16, sr);
  yield opCase('directed', 'matching', [long], target('SYM_INT32', [3], 16), {
    rounding: sr,
    rng: 8,
  });
  yield opCase('directed', 'matching', [long], target('FLOAT32', [3]), { rounding: sr, rng: 8 });
  const x = float32Of([1, -0.3333, 0.1]);
  for (const bits of [8, 12, 16]) {
    yield opCase('directed', 'scratch_width', [x], target('SYM_INT32', [3], bits));
    yield opCase('directed', 'scratch_width', [x], target('FLOAT32', [3]), {
      rounding: sr,
      rng: bits,
    });
  }
  const unused = [float32Of([1, 2, 3]), symOf([1, -1], 5), asymOf([9], 4), int32Of([5, 6])];
  for (const second of unused) {
    for (const type of [sym, float] as const) {
      const how: How = { type, rounding: sr, rng: 77 };
      yield opCase('directed', 'prologue_draws', [x, second], target('SYM', [3], 9), how);
    }
  }
  yield opCase('directed', 'prologue_draws', [unused[0]!, x, unused[0]!], target('FLOAT32', [3]), {
    rounding: sr,
    rng: 78,
  });
}

function* roundingOwners(): Iterable<CaseInput> {
  const raw = symInt32Of([1000003, -777777, 12345, 1], 0.001, 12);
  const x = float32Of([0.7, -1.3, 0.02, 0.11]);
  for (const stored of ['HALF_AWAY', sr] as const) {
    const rounding = stored === sr ? 'HALF_AWAY' : sr;
    for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
      for (const type of [sym, float] as const) {
        const input = type === sym ? raw : x;
        const how: How = { type, rounding, rng: 21 };
        yield opCase('directed', 'write_mode', [input], target(dtype, [4], 9, stored), how);
        const accumulate: How = { ...how, mode: 'OUT_ACC_DYNAMIC_RESCALE' };
        const out = target(dtype, [4], 9, stored, 0.01);
        yield opCase('directed', 'accumulate_mode', [input], out, accumulate);
      }
    }
    const fixed: How = { rounding, mode: 'OUT_ACC_FIXED_SCALE', rng: 22 };
    const out = symInt32Of([5, -5, 0, 7], 0.3, 16, stored);
    yield opCase('directed', 'accumulate_mode', [raw], out, fixed);
    const grid = symOf([5, -5, 0, 7], 16, { scale: 0.3, rounding: stored });
    yield opCase('directed', 'accumulate_mode', [x], grid, { ...fixed, type: float });
  }
  for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
    const out = target(dtype, [4], 16, 'HALF_AWAY', 0.01);
    yield opCase('directed', 'grad_width', [x], out, { mode: 'OUT_ACC_DYNAMIC_RESCALE' });
  }
}

function* refusals(): Iterable<CaseInput> {
  const x = float32Of([1, 0.5]);
  const dynamic: How = { type: float, mode: 'OUT_ACC_DYNAMIC_RESCALE' };
  const fixed: How = { type: float, mode: 'OUT_ACC_FIXED_SCALE' };
  for (const type of [float, sym] as const) {
    for (const how of [dynamic, fixed]) {
      for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
        const out = target(dtype, [2], 17);
        yield opCase('negative', 'refused_target', [x], out, { ...how, type });
      }
      yield opCase('negative', 'refused_target', [x], int32Of([3, 4]), { ...how, type });
      yield opCase('negative', 'refused_target', [x], boolOf([1, 0]), { ...how, type });
    }
    const asym = asymOf([3, 4], 8);
    yield opCase('negative', 'refused_target', [x], asym, { ...fixed, type });
  }
  yield opCase('negative', 'refused_target', [x], symInt32Of([3, 4], 1, 12), fixed);
  yield opCase('negative', 'refused_inputs', [x, x, x, x], target('FLOAT32', [2]));
  yield opCase('negative', 'refused_inputs', [boolOf([1, 0])], target('FLOAT32', [2]));
  yield opCase('negative', 'refused_inputs', [x, boolOf([1])], target('FLOAT32', [2]), {
    type: float,
  });
  yield opCase('negative', 'refused_inputs', [x], target('BOOL', [2]));
  const site = 'gradient';
  yield opCase('negative', 'refused_site', [x], target('FLOAT32', [2]), { site });
  yield opCase('negative', 'refused_site', [x], target('SYM_INT32', [2], 16), {
    site,
    type: float,
  });
  yield opCase('directed', 'grad_width', [x], symInt32Of([9, 9], 1, 16), { ...dynamic, site });
  const peak = symOf([127, -3], 8, { scale: 0.01 });
  yield opCase('negative', 'refused_guard', [x], peak, fixed);
  const seed = symInt32Of([3, 1073774657], 1, 12);
  yield opCase('negative', 'refused_guard', [seed], symInt32Of([1, 1], 1, 16), {
    ...fixed,
    type: sym,
  });
  const far = float32Of([1e9, Math.fround(1e9 + 64)]);
  yield opCase('negative', 'refused_guard', [far], target('ASYM', [2], 8), { type: float });
  const lifted = symOf([127, 0], 8, { scale: 1, rounding: sr });
  yield opCase('negative', 'refused_guard', [float32Of([0, 0])], lifted, {
    ...fixed,
    rng: stateOfLargestDraw,
  });
}

const numeric = dtypes.filter((dtype) => dtype !== 'BOOL');

/** Source and target of every numeric format, both arithmetics, OUT_WRITE. */
function* randomWrites(g: CaseGen): Iterable<CaseInput> {
  for (const from of numeric) {
    for (const to of numeric) {
      for (const type of [sym, float] as const) {
        const r = g.random(`write/${from}/${to}/${type}`);
        // raw integers reach SYM at scale 1 only through FLOAT32 arithmetic: any width is admitted
        const x = randomSource(r, from, [r.int(2, 9)], {
          bits: from === 'INT32' ? 20 : r.pick(widthsOf(from)),
        });
        const bits = r.pick(widthsOf(to));
        const stored =
          to === 'INT32' || to === 'FLOAT32' ? 'HALF_AWAY' : r.pick(['HALF_AWAY', sr] as const);
        const how: How = { type, rounding: r.pick(['HALF_AWAY', sr] as const), rng: r.rngState() };
        yield opCase('random', 'stream', [x], target(to, x.shape, bits, stored), how);
      }
    }
  }
}

function* randomAccumulates(g: CaseGen): Iterable<CaseInput> {
  const modes = ['OUT_ACC_DYNAMIC_RESCALE', 'OUT_ACC_FIXED_SCALE'] as const;
  for (const r of seeded(g, 'accumulate', 64)) {
    const dtype = r.pick(['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const);
    const type = r.pick([sym, float] as const);
    // the fixed grid of SYM is an op of its own: random increments rarely fit it
    const fixable = dtype === 'FLOAT32' || (dtype === 'SYM_INT32' && type === sym);
    const mode = fixable ? r.pick(modes) : modes[0];
    const count = r.int(1, 10);
    const from = r.pick(numeric);
    const x =
      from === 'FLOAT32'
        ? floatIncrement(r, [count])
        : randomSource(r, from, [count], { bits: from === 'INT32' ? 16 : r.pick([4, 8, 12]) });
    const rounding = r.pick(['HALF_AWAY', sr] as const);
    const out = randomSource(r, dtype, [count], { bits: r.int(6, 16), rounding });
    if (mode === 'OUT_ACC_FIXED_SCALE' && dtype === 'SYM_INT32') out.scale = 1;
    const how: How = {
      type,
      mode,
      rounding: r.pick(['HALF_AWAY', sr] as const),
      rng: r.rngState(),
    };
    yield opCase('random', 'stream', [x], out, how);
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* pinned();
  yield* traps();
  yield* roundingOwners();
  yield* refusals();
  yield* randomWrites(g);
  yield* randomAccumulates(g);
  const v8 = [
    float32Of([0.7, -1.3]),
    float32Of([0.5, -0.25, 0.125, 1], [2, 2]),
    float32Of([0.1, -0.2]),
  ];
  yield opCase('directed', 'V8 no_scale', v8, target('INT32', [2]), { kernel: 'product', rng: 42 });
  const silent = float32Of([0, -0, 0]);
  for (const dtype of ['SYM', 'SYM_INT32', 'ASYM'] as const) {
    for (const type of [float, sym] as const) {
      const out = target(dtype, [3], 8, 'HALF_AWAY', 0.75);
      yield opCase('boundary', 'restore', [silent], out, { type });
    }
  }
  // what a NaN is cast to fits no grid
  const unclear = float32Of('3f800000 7fc00000');
  const kept: How = { type: float, mode: 'OUT_ACC_FIXED_SCALE' };
  yield opCase('negative', 'refused_guard', [unclear], symOf([1, 2], 8, { scale: 0.5 }), kept);
  yield* sizes(g);
}

/** x0 · x1 + x2 (S85–S87); x2 may be absent. */
const product: Kernel = (n, [a, b, bias], raw) => {
  if (raw.dtype === 'FLOAT32') store(floats(raw), n.fn.matmulFloat(n, a!, b!, bias));
  else if (bias === undefined) n.fn.matmulSym(n, a!, b!, raw);
  else n.fn.matmulSymBias(n, a!, b!, bias, raw);
};

const operandNames = ['x0', 'x1', 'x2', 'x3'] as const;

function modeOf(call: OpCall): OutputMode {
  return outputModes.find((mode) => mode === call.word('mode')) ?? 'OUT_WRITE';
}

export default defineOp({
  name: 'execute_op',
  version: 1,
  clause: 'S63–S72',
  summary: 'converts operands, runs a kernel, and writes or accumulates its raw result',
  since: '2026-07-21',
  params: {
    kernel: { kind: 'word', values: ['identity', 'product'], doc: 'x0 (S70), or x0 · x1 + x2' },
    arithmetic: { kind: 'word', values: [float, sym], doc: 'format of operands and raw result' },
    rounding: roundingParam,
    mode: { kind: 'word', values: outputModes, doc: 'what happens with the raw result' },
    site: {
      kind: 'word',
      values: ['operation', 'gradient'],
      doc: 'a gradient call site refuses OUT_WRITE (S71)',
    },
  },
  tensors: {
    x0: { role: 'in', dtypes: [...dtypes], doc: '[…] of the target’s shape; [K] of a product' },
    x1: {
      role: 'in',
      dtypes: [...dtypes],
      optional: true,
      unread: { zero_point: 'ASYM operands stand at x0; every operand takes the same way in' },
      doc: '[K,N], or unused',
    },
    x2: { role: 'in', dtypes: [...dtypes], optional: true, doc: '[N]: bias, or unused' },
    x3: { role: 'in', dtypes: [...dtypes], optional: true, doc: 'a fourth operand is refused' },
    y: { role: 'out', dtypes: [...dtypes], optional: true, doc: 'OUT_WRITE: the target' },
    target: { role: 'inout', dtypes: [...dtypes], optional: true, doc: 'OUT_ACC_…: the target' },
  },
  fits: executeFits,
  notes: executeOpNotes,
  run(n, call) {
    const mode = modeOf(call);
    if (call.word('site') === 'gradient') n.fn.guardAccumulateMode(n, mode);
    const arithmetic: Arithmetic = {
      type: call.word('arithmetic') === sym ? sym : float,
      rounding: call.rounding('rounding'),
    };
    const given = operandNames.filter((name) => call.tensors[name] !== undefined);
    const isProduct = call.word('kernel') === 'product';
    // no gap, and no product of one operand
    const count = Math.max(given.length, isProduct ? 2 : 1);
    const inputs = operandNames.slice(0, count).map((name) => call.tensor(name));
    const out = call.tensor(mode === 'OUT_WRITE' ? 'y' : 'target');
    const kernel = isProduct ? product : n.fn.identityKernel;
    n.fn.executeOp(n, kernel, inputs, arithmetic, mode, out);
  },
  oracle: executeOpOracle,
  cases,
});
