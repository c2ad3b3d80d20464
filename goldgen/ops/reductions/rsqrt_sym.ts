/** S103: reciprocal square roots of SYM_INT32 mantissas on a fresh grid. */

import { precondition } from '../../../reference/refusal.ts';
import { type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { and, below, bits, implies, isOf, sameCount } from '../../kit/fits.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomScale, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { rsqrtSymOracle } from './oracle.ts';

interface Rest {
  readonly eps?: number;
  readonly bits?: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

const rootCase = casesOf(
  (x: Tensor, { eps = f32('3727c5ac'), bits = 12, mode = 'HALF_AWAY', rng = 1 }: Rest = {}) => {
    const y = target('SYM_INT32', x.shape, bits, mode, 0.75);
    return { tensors: { x, y }, params: { eps }, rng };
  },
);

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield rootCase('directed', 'V17', symInt32Of([1, 2, 4], 0.1, 12));
  for (const rng of [1, 42, 2224793406]) {
    const rest: Rest = { mode: 'SR_HALF_AWAY', rng };
    yield rootCase('directed', 'draws', symInt32Of([1, 2, 4], 0.1, 12), rest);
  }
  yield rootCase('boundary', 'zero_operand', symInt32Of([0, 5, 9], 0.1, 12));
  for (const bits of [2, 8, 16]) {
    yield rootCase('boundary', 'widths', symInt32Of([1, 2, 4, 100], 0.1, 16), { bits });
  }
  yield rootCase('boundary', 'widths', symInt32Of([0, 0], 0.1, 1));
  yield rootCase('negative', 'refused_target', symInt32Of([1, 2], 0.1, 12), { bits: 17 });
  yield rootCase('negative', 'refused_operand', symInt32Of([1, 2], 0.1, 17));
  yield rootCase('negative', 'refused_operand', symInt32Of([1, 2], 0.1, 0));
  yield rootCase('negative', 'refused_operand', float32Of([1, 2]));
  // a root of 0 is infinite: its quotient is NaN
  yield rootCase('overflow', 'infinite_peak', symInt32Of([0, 4], 0.5, 12), { eps: 0 });
  for (const r of seeded(g, 'random', 30)) {
    const bits = r.pick([8, 12, 16]);
    const q = Array.from({ length: r.int(1, 16) }, () => r.int(0, 2 ** (bits - 1) - 1));
    const x = symInt32Of(q, randomScale(r), bits);
    const mode = r.pick(['HALF_AWAY', 'SR_HALF_AWAY'] as const);
    const rest = { bits: r.pick([6, 8, 12, 16]), mode, rng: r.rngState() };
    yield rootCase('random', 'grid', x, rest);
  }
  for (const mode of roundings) {
    yield rootCase('boundary', 'empty', symInt32Of([], 0.1, 12), { mode, rng: 5 });
  }
  yield rootCase('negative', 'refused_operand', symInt32Of([], 0.1, 17));
}

export default defineOp({
  name: 'rsqrt_sym',
  version: 1,
  clause: 'S103',
  summary: 'reciprocal square roots of SYM_INT32 values, encoded on a fresh grid',
  since: '2026-07-21',
  params: { eps: { kind: 'f32', doc: 'added before the root' } },
  tensors: {
    x: {
      role: 'in',
      dtypes: ['SYM_INT32', 'FLOAT32'],
      doc: '[n], labels 1..16; FLOAT32 is refused',
    },
    y: { role: 'out', dtypes: ['SYM_INT32'], doc: '[n]: width at most 16; scale is set' },
  },
  fits: {
    // another format or label is refused
    y: [
      implies(
        and(isOf('x', 'SYM_INT32'), below(0, bits('x')), below(bits('x'), 17)),
        sameCount('y', 'x'),
      ),
    ],
  },
  notes: {
    V17: {
      bug: 'roots taken of mantissas without their scale, or the input’s grid kept',
      effect: 'normalised activations are off by the root of the scale',
    },
    draws: {
      bug: 'rounded in the operand record’s mode',
      effect: 'normalised activations lose their rounding noise, and all later draws are shifted',
    },
    zero_operand: { bug: 'zeros skipped', effect: 'the peak is missed' },
    widths: {
      bug: 'qMax of 12 bits whatever the target says',
      effect: 'roots of other widths saturate, or use a part of their codes',
    },
    refused_target: {
      bug: 'a target wider than 16 bits written',
      effect: 'the next product overflows its accumulator',
    },
    refused_operand: {
      bug: 'float, 0-bit or 17-bit operands read as mantissas',
      effect: 'roots are those of float bit patterns, or the next product overflows',
    },
    empty: {
      bug: 'a scale of no elements kept, 0, or read off memory behind them; guards after an early return',
      effect: 'decoding gives NaN, or what the last batch left',
      clause: 'S23, S103',
    },
    infinite_peak: {
      bug: 'the NaN quotient of an infinite root saturated or set to 0 before the cast',
      effect: 'a division by a zero variance looks like a finite activation',
    },
    grid: { bug: 'multiply by a reciprocal', effect: 'codes off by one', clause: 'S25, S103' },
  },
  run(n, call) {
    const y = call.tensor('y');
    const before = y.data.slice();
    n.fn.rsqrtSym(n, call.tensor('x'), call.number('eps'), y);
    const isWritten = before.length === 0 || before.some((v, i) => v !== y.data[i]);
    precondition(isWritten, 'all roots are 0, and y keeps what it held');
  },
  oracle: rsqrtSymOracle,
  cases,
});
