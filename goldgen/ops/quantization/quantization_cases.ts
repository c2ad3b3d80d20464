/** Cases of the Quantization layer; forward and backward dispatch alike. */

import { type Dtype, roundings, type Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { ecgWindow } from '../../kit/ecg.ts';
import { isCurrent } from '../../kit/layer_operands.ts';
import { f32s, float32Of, int32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import {
  randomAsym,
  randomBool,
  randomFloat32,
  randomRawSymInt32,
  randomSym,
  target,
} from '../../kit/tensors.ts';
import type { CaseGen, CaseInput, RecordNote } from '../../op.ts';
import { bigMantissaPins, pinFlag, ratioPins } from '../requant/requant_cases.ts';

const sr = 'SR_HALF_AWAY';

/** A conversion from one wire to another, under the tensor names of the direction. */
export type MakeCase = (
  set: CaseInput['set'],
  flags: string,
  from: Tensor,
  to: Tensor,
  rng?: number,
) => CaseInput;

/** `x → y` forward, `dy → dx` backward. */
export function makeCase(from: string, to: string): MakeCase {
  return (set, flags, source, wire, rng = 1) =>
    newCase(set, flags, { [from]: source, [to]: wire }, { rng });
}

function* directed(make: MakeCase): Iterable<CaseInput> {
  const raw = symInt32Of([2054, 1027], 0.1, 12);
  yield make('directed', 'V3', raw, target('SYM_INT32', [2], 12));
  const wide = symInt32Of([131068, 10, 18, -10, -26, 7], 1, 16);
  yield make('directed', 'V3', wide, target('SYM_INT32', [6], 16));
  const accumulator = symInt32Of([2381312, -4317497], '350637be', 12);
  yield make('directed', 'V22 H2', accumulator, target('SYM_INT32', [2], 12));
  // a filled wire comes back as it was, an underfilled one does not
  const filled = symInt32Of([1129, -2047], '3a8a3a37', 12);
  yield make('directed', 'V22 never_a_copy', filled, target('SYM_INT32', [2], 12));
  yield make('directed', 'never_a_copy', filled, target('SYM_INT32', [2], 12, sr), 5);
  const under = symInt32Of([0, 1129], '3a8a3a37', 12);
  yield make('directed', 'never_a_copy', under, target('SYM_INT32', [2], 12));
  yield make('directed', 'V4', float32Of([1, -0.5, 0.25, 0]), target('SYM_INT32', [4], 12));
  yield make('directed', 'V4', float32Of(f32s('3dcccccc 3d4ccccc')), target('SYM_INT32', [2], 12));
  for (const bits of [8, 12, 16]) {
    const wire = target('SYM_INT32', [2], bits, sr);
    yield make('directed', 'V31', float32Of([1, -0.25]), wire, 2224793406);
  }
  // the modes of the source do not matter
  const stochastic = { ...raw, rounding: sr } as const;
  yield make('directed', 'rounding_owner', stochastic, target('SYM_INT32', [2], 12), 6);
  yield make('directed', 'rounding_owner', raw, target('SYM_INT32', [2], 12, sr), 6);
  const zero = symInt32Of([0, 0, 0], 0.5, 12);
  yield make('directed', 'zero', zero, target('SYM_INT32', [3], 12));
  yield make('directed', 'zero', zero, target('SYM_INT32', [3], 12, sr), 7);
  const clipped = symInt32Of([5, -2147483648, 2147483647, 0], 2 ** -24, 12);
  yield make('directed', 'no_mask', clipped, target('SYM_INT32', [4], 8));
  yield make('directed', 'decode', accumulator, target('FLOAT32', [2]));
}

function* cells(g: CaseGen, make: MakeCase): Iterable<CaseInput> {
  const r = g.random('cells');
  for (const bits of [3, 6, 8, 12]) {
    yield make('directed', 'unpack_label', randomSym(r, [5], bits), target('SYM_INT32', [5], 12));
  }
  yield make('directed', 'cell', randomFloat32(r, [7]), target('SYM', [7], 5));
  yield make('directed', 'cell', randomFloat32(r, [7]), target('ASYM', [7], 6, sr), r.rngState());
  yield make('directed', 'cell', randomRawSymInt32(r, [7], 12, 24), target('SYM', [7], 8));
  yield make('directed', 'cell', randomRawSymInt32(r, [7], 12, 24), target('ASYM', [7], 8));
  yield make('directed', 'cell', randomSym(r, [7], 6), target('FLOAT32', [7]));
  yield make('directed', 'cell', randomSym(r, [7], 6), target('ASYM', [7], 8));
  yield make('directed', 'cell', randomAsym(r, [7], 6), target('SYM_INT32', [7], 12));
  yield make('directed', 'cell', randomAsym(r, [7], 6), target('FLOAT32', [7]));
  yield make('directed', 'cell', int32Of([7, -70000, 0]), target('SYM_INT32', [3], 12));
  yield make('directed', 'cell', float32Of([1.9, -1.9, 0.4]), target('INT32', [3]));
  yield make('directed', 'cell', symInt32Of([9, -4], 0.1, 12), target('INT32', [2]));
  const same: readonly Tensor[] = [randomSym(r, [3], 6), randomAsym(r, [3], 6)];
  for (const t of same) yield make('negative', 'same_dtype', t, target(t.dtype, [3], 6));
  yield make('negative', 'bool', randomBool(r, [9]), target('SYM_INT32', [9], 12));
  yield make('negative', 'bool', randomFloat32(r, [9]), target('BOOL', [9]));
}

function randomSource(r: Random, shape: readonly number[], current: boolean): Tensor {
  const kind = r.int(0, current ? 3 : 2);
  if (kind === 0) return randomFloat32(r, shape);
  if (kind === 3) return randomSym(r, shape, r.pick([4, 8, 12]));
  return randomRawSymInt32(r, shape, r.pick([12, 16]), r.pick([8, 12, 16, 24, 31]));
}

/** Every case of one direction. */
export function* quantizationCases(g: CaseGen, make: MakeCase): Iterable<CaseInput> {
  const current = isCurrent(g.contract);
  yield* directed(make);
  if (current) yield* cells(g, make);
  yield make('negative', 'same_dtype', float32Of([1, 2]), target('FLOAT32', [2]));
  yield make('negative', 'same_dtype', int32Of([1, 2]), target('INT32', [2]));
  const window = float32Of([...ecgWindow(g.ecg(), 7200, 70)], [1, 70]);
  yield make('real', 'ecg', window, target('SYM_INT32', [1, 70], g.contract.operandBits));
  yield make('real', 'ecg', window, target('SYM_INT32', [1, 70], 6, sr), 88);
  for (const r of seeded(g, 'random', 30)) {
    const from = randomSource(r, [r.int(1, 3), r.int(1, 9)], current);
    const others: Dtype[] = ['SYM_INT32', 'SYM_INT32'];
    if (from.dtype !== 'FLOAT32') others.push('FLOAT32');
    const dtype = r.pick(others);
    const bits = dtype === 'FLOAT32' ? 0 : r.pick([2, 4, 6, 8, 10, 12, 16]);
    const to = target(
      dtype,
      from.shape,
      bits,
      dtype === 'FLOAT32' ? 'HALF_AWAY' : r.pick(roundings),
    );
    yield make('random', 'wires', from, to, r.rngState());
  }
  const tied = symInt32Of([4094, -1, 1, 3, -3], 1, 12);
  yield make('directed', 'B6.11', tied, target('SYM_INT32', [5], 12));
  for (const x of [...ratioPins().slice(1), ...bigMantissaPins()]) {
    yield make('directed', pinFlag(x), x, target('SYM_INT32', x.shape, 12));
  }
}

export const quantizationNotes: Readonly<Record<string, RecordNote>> = {
  V3: {
    bug: 'the divide form of the requant under July, or the ratio form under June',
    effect: 'mantissas off by one',
    clause: 'L30, S51',
  },
  V22: {
    bug: 'a wire of accumulator range kept, or a restored wire changed again',
    effect: 'the table of the two wire contracts differs',
    clause: 'L30, H2',
  },
  V25: {
    bug: 'mantissas beyond 2^24 kept exact',
    effect: 'mantissas of wide accumulators off by one',
    clause: 'S27, S51',
  },
  'B6.11': {
    bug: 'the other form of the requant, mantissas not rounded to float32, or halves to even',
    effect: 'mantissas off by one where random inputs rarely are',
    clause: 'S16, S27, S51',
  },
  H2: {
    bug: 'a raw wire passed on',
    effect: 'the next kernel overflows',
    clause: 'L30, H2',
  },
  never_a_copy: {
    bug: 'SYM_INT32 to SYM_INT32 of the same width taken as a copy',
    effect: 'no draws in stochastic mode, underfilled wires keep their scale',
    clause: 'L30, S113',
  },
  V4: { bug: 'a reciprocal of the scale', effect: 'mantissas off by one', clause: 'S36' },
  V31: {
    bug: 'clamp and round in the other order',
    effect: 'the top mantissa leaves its width, or does not where June let it',
    clause: 'S36, H2',
  },
  rounding_owner: {
    bug: 'the mode of the source, or half-away always',
    effect: 'another draw count',
    clause: 'S112',
  },
  zero: { bug: 'no draws for zeros, or a scale of 0', effect: 'shifted draws', clause: 'S23, S51' },
  no_mask: {
    bug: 'a clipping mask, or mantissas at the ends of int32 negated in integers',
    effect: 'gradients vanish at the clip edge',
    clause: 'L30',
  },
  decode: {
    bug: 'the scale multiplied in twice, or not at all',
    effect: 'decoded activations are off by the scale',
    clause: 'S40',
  },
  unpack_label: {
    bug: 'the declared width kept when a packed wire is unpacked',
    effect: 'a label that does not describe the mantissas',
    clause: 'L30, S45',
  },
  cell: {
    bug: 'a packed code read without its sign or zero point, or one pair converted as another',
    effect:
      'activations behind the layer are shifted by the zero point, or negative ones turn positive',
    clause: 'L30, S30',
  },
  same_dtype: { bug: 'accepted as a copy', effect: 'a configuration error trains', clause: 'S112' },
  bool: { bug: 'BOOL converted', effect: 'a configuration error trains', clause: 'S30' },
  ecg: {
    bug: 'the peak of a window missed, or the scale of an earlier window kept',
    effect: 'loud ECG windows saturate, and quiet ones lose resolution',
    clause: 'L30',
  },
  wires: {
    bug: 'width or mode of the input taken for the output’s, or its scale passed on',
    effect: 'the next layer gets mantissas wider or coarser than its label says',
    clause: 'L30',
  },
};
