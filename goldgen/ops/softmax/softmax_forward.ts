/** L27: Softmax forward over the whole tensor. */

import type { Contract } from '../../../reference/contracts.ts';
import type { SoftmaxLayer } from '../../../reference/layers/layer.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import type { Rounding, Tensor } from '../../../reference/tensor.ts';
import { type CaseSet, labels, newCase, seeded } from '../../kit/cases.ts';
import { below, count, sameCount } from '../../kit/fits.ts';
import { isLibmSensitive, libmNotes, markLibm } from '../../kit/libm.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { contextFrom } from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall } from '../../op.ts';
import { softmaxForwardOracle } from './oracle.ts';

function run(n: Numerics, call: OpCall): void {
  const layer: SoftmaxLayer = { kind: 'softmax', ...contextFrom(call) };
  n.fn.softmaxForward(n, layer, call.tensor('x'), call.tensor('y'));
}

function softmax(
  g: CaseGen,
  set: CaseSet,
  flags: string,
  x: Tensor,
  y: Tensor,
  rng = 1,
): CaseInput {
  return markLibm({ run }, g.contract.id, newCase(set, flags, { x, y }, { rng }));
}

function wire(shape: readonly number[], bits = 12, mode: Rounding = 'HALF_AWAY'): Tensor {
  return target('SYM_INT32', shape, bits, mode);
}

function* directed(g: CaseGen): Iterable<CaseInput> {
  const b68 = symInt32Of([2047, 0, -1000, 512], 1e-3, 12);
  yield softmax(g, 'directed', 'B6.8', b68, wire([4]));
  yield softmax(g, 'directed', 'B6.8', b68, target('FLOAT32', [4]));
  const rows = symInt32Of([1000, 0, -2000, -2047], 5e-3, 12, 'HALF_AWAY', [2, 2]);
  yield softmax(g, 'directed', 'whole_tensor', rows, wire([2, 2]));
  const flat = float32Of([0, 0, 0, 0, 0, 0], [2, 3]);
  yield softmax(g, 'directed', 'whole_tensor', flat, target('FLOAT32', [2, 3]));
  yield softmax(
    g,
    'directed',
    'exact_powers',
    float32Of([3, -200, 3, -1e9]),
    target('FLOAT32', [4]),
  );
  yield softmax(g, 'directed', 'exact_powers', float32Of([5]), wire([1], 8));
  const large = symInt32Of([2000, 1990, 2000, -2000], 1, 12);
  yield softmax(g, 'directed', 'stabilised', large, target('FLOAT32', [4]));
  const raw = symInt32Of([60, 55, 60, -60], 1, 12);
  yield softmax(g, 'directed', 'stabilised', raw, wire([4]));
  yield softmax(g, 'directed', 'stabilised', float32Of([1000, 990, 985]), wire([3], 8));
  // a sum whose small powers only count from the other end
  const order = float32Of([0, -17, -17, -17, -17, -17]);
  yield softmax(g, 'directed', 'sum_order', order, target('FLOAT32', [6]));
  const back = float32Of([-17, -17, -17, -17, -17, 0]);
  yield softmax(g, 'directed', 'sum_order', back, target('FLOAT32', [6]));
}

/** The arithmetic is hard-wired FLOAT32, HALF_AWAY; the record's mode is not looked at. */
function* hardWired(g: CaseGen): Iterable<CaseInput> {
  const x = symInt32Of([900, -300, 100], 4e-3, 12);
  for (const bits of [8, 12, 16]) {
    yield softmax(g, 'directed', 'hard_wired', x, wire([3], bits, 'SR_HALF_AWAY'), 77);
  }
  yield softmax(g, 'directed', 'other_storage', x, target('SYM', [3], 8));
  yield softmax(g, 'directed', 'other_storage', x, target('ASYM', [3], 8));
  const packed = randomSym(g.random('packed'), [4], 6, 2 ** -3);
  yield softmax(g, 'directed', 'other_storage', packed, wire([4]));
}

/** Cases of the early contracts, and what they refuse. */
function* early(g: CaseGen): Iterable<CaseInput> {
  const x = symInt32Of([900, -300, 100], 4e-3, 12);
  for (const bits of [8, 12, 16]) {
    yield softmax(g, 'directed', 'june_mode', x, wire([3], bits, 'SR_HALF_AWAY'), 77);
  }
  // the wire selects the arm: raw logits of a FLOAT32 input too
  yield softmax(g, 'directed', 'stabilised', float32Of([60, 55, 57.5]), wire([3]));
  const refused = (logits: Tensor, dtype: 'SYM' | 'ASYM'): CaseInput =>
    newCase('negative', 'refused', { x: logits, y: target(dtype, [3], 8) });
  yield refused(x, 'ASYM');
  yield refused(float32Of([1, 2, 3]), 'ASYM');
  if (g.contract.symCells === 'absent') yield refused(x, 'SYM');
}

/** No logit is 0 or above; from far below, no power is left without the shift. */
function* allNegative(g: CaseGen): Iterable<CaseInput> {
  for (const values of [
    [-1.25, -0.5, -2, -0.75],
    [-90, -87.5, -88],
    [-300, -301.5, -299.25],
  ]) {
    const plain = target('FLOAT32', [values.length]);
    yield softmax(g, 'directed', 'all_negative', float32Of(values), plain);
  }
  const codes = symInt32Of([-400, -90, -1200, -2000, -750], 1e-3, 12);
  yield softmax(g, 'directed', 'all_negative', codes, wire([5]));
}

function logits(r: Random, shape: readonly number[], contract: Contract): Tensor {
  if (r.chance(1, 3)) return randomFloat32(r, shape, -2, 3);
  const bits = r.pick([6, 8, 12]);
  // June exponentiates raw logits: they stay below 16
  const scale = (contract.softmax === 'stabilised' ? 20 : 12) / 2 ** (bits - 1);
  return randomSymInt32(r, shape, bits, scale);
}

/** As `run`, but the input selects the arm: by this the steady cases are chosen, so that they keep their inputs. */
function runArmOfInput(n: Numerics, call: OpCall): void {
  const softmaxShift: typeof n.fn.softmaxShift = (m, x, _y, values) =>
    n.fn.softmaxShift(m, x, x, values);
  run({ ...n, fn: { ...n.fn, softmaxShift } }, call);
}

/** The first of the seeded tries that no slip of exp changes. */
function steady(g: CaseGen, label: string): CaseInput {
  for (let i = 0; ; i++) {
    const r = g.random(`${label}/${i}`);
    const shape = r.pick([[1, 4], [1, 6], [2, 3], [5]]);
    const y = wire(shape, r.pick([4, 8, 12]));
    const plain = newCase('random', 'mixture', { x: logits(r, shape, g.contract), y });
    if (isLibmSensitive({ run: runArmOfInput }, g.contract.id, plain)) continue;
    return markLibm({ run }, g.contract.id, plain);
  }
}

export default defineOp({
  name: 'softmax_forward',
  version: 2,
  clause: 'L27',
  summary: 'exponentials over their sum, all elements of the tensor jointly',
  since: '2026-06-11',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32', 'SYM'], doc: 'logits, at least one' },
    y: { role: 'out', dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'], doc: 'shape of x' },
  },
  fits: { x: [below(0, count('x'))], y: [sameCount('y', 'x')] },
  notes: {
    ...libmNotes,
    'B6.8': {
      bug: 'the sum cut short, or the output written at its input’s scale',
      effect: 'the worked probabilities do not sum to 1',
    },
    whole_tensor: {
      bug: 'normalised per row',
      effect: 'batches of probabilities of another size',
    },
    quotient: {
      bug: 'every power multiplied by the reciprocal of the sum',
      effect: 'probabilities off by one unit in the last place',
    },
    june_mode: {
      bug: 'the wire rounded half away under June, where the wire’s own mode counts',
      effect: 'probabilities lose their rounding noise, and all later draws are shifted',
      clause: 'L27, H3',
    },
    exact_powers: {
      bug: 'exp(0) not 1, or tiny powers not 0',
      effect: 'probabilities that do not sum up',
    },
    stabilised: {
      bug: 'the maximum not subtracted, or subtracted where June does not',
      effect: 'infinities, or other last bits',
    },
    all_negative: {
      bug: 'the maximum searched from 0 on',
      effect: 'where all logits are far below 0 the probabilities are 0 / 0',
    },
    sum_order: {
      bug: 'the sum in lanes, pairwise or in double',
      effect: 'probabilities differ between platforms',
    },
    hard_wired: {
      bug: 'written in the layer’s or the wire’s rounding mode',
      effect: 'draws where there are none',
    },
    other_storage: {
      bug: 'packed codes read as floats, or floats written into packed storage',
      effect: 'probabilities are those of bit patterns, and no class is learned',
      clause: 'L27, S65',
    },
    refused: {
      bug: 'an ASYM wire, or a packed one before its conversions exist, taken in June',
      effect: 'a model trains that the original aborts',
      clause: 'L27, A4',
    },
    mixture: {
      bug: 'the input read without its scale, or the output rounded in the layer’s mode',
      effect: 'probabilities are flatter or sharper than the logits say, and draws are shifted',
    },
  },
  run,
  oracle: softmaxForwardOracle,
  *cases(g) {
    yield* directed(g);
    const isWired = g.contract.writeRounding === 'operation';
    if (isWired) yield* hardWired(g);
    for (const label of labels('steady', 24)) yield steady(g, label);
    for (const r of seeded(g, 'random', 12)) {
      const shape = r.pick([[1, 4], [2, 3], [7]]);
      const x = logits(r, shape, g.contract);
      const y = r.chance(1, 2) ? target('FLOAT32', shape) : wire(shape, 16);
      yield softmax(g, 'random', 'mixture', x, y);
    }
    for (const values of [
      [0, -5, -4],
      [0, -5, 0.25],
    ]) {
      const plain = target('FLOAT32', [3]);
      yield softmax(g, 'directed', 'quotient', float32Of(values), plain);
    }
    if (!isWired) yield* early(g);
    yield* allNegative(g);
  },
});
