/** S69: the storage encode of a tensor, in the target's own mode. */

import { type Dtype, dtypes, roundings, type Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { isOf, or, sameCount } from '../../kit/fits.ts';
import { inPlaceParam, runInPlace } from '../../kit/in_place.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { asymWidths, symWidths } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { inPlaceCases } from '../requant/in_place_cases.ts';
import { bigMantissaPins, pinFlag, ratioPins } from '../requant/requant_cases.ts';
import { randomSource, widthsOf } from './convert_cases.ts';
import { demandOneStorageCell, inPlaceConversions } from './convert_in_place.ts';
import { executeConvertOracle } from './oracle.ts';

const numeric = dtypes.filter((dtype) => dtype !== 'BOOL');

function into(dtype: Dtype, shape: readonly number[], bits: number, sr: boolean): Tensor {
  const rounded = dtype !== 'INT32' && dtype !== 'FLOAT32';
  return target(dtype, shape, rounded ? bits : 0, sr && rounded ? 'SR_HALF_AWAY' : 'HALF_AWAY');
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const x of [...ratioPins(), ...bigMantissaPins()]) {
    yield newCase('directed', `${pinFlag(x)} requant`, {
      x,
      y: into('SYM_INT32', x.shape, 12, false),
    });
  }
  const wide = symInt32Of([131068, 10, 18, -10, -26, 7], 1, 12);
  yield newCase('directed', 'requant', { x: wide, y: into('SYM_INT32', [6], 16, false) });
  yield newCase(
    'directed',
    'own_mode',
    { x: wide, y: into('SYM_INT32', [6], 12, true) },
    { rng: 9 },
  );
  const empty = symInt32Of([], 0.5, 12);
  yield newCase('boundary', 'requant', {
    x: empty,
    y: target('SYM_INT32', [0], 12, 'SR_HALF_AWAY', 3),
  });
  for (const from of numeric) {
    for (const to of numeric) {
      for (const sr of [false, true]) {
        const r = g.random(`cell/${from}/${to}/${sr}`);
        const bits = r.pick(widthsOf(to));
        const sourceBits =
          from === to || (from === 'INT32' && to === 'SYM') ? bits : r.pick(widthsOf(from));
        const x = randomSource(r, from, [r.int(2, 9)], {
          bits: sourceBits,
          rounding: sr ? 'HALF_AWAY' : 'SR_HALF_AWAY',
        });
        const flag = from === to && to !== 'SYM_INT32' ? 'same_type' : 'own_mode';
        if ((to === 'INT32' || to === 'FLOAT32' || flag === 'same_type') && sr) continue;
        yield newCase('random', flag, { x, y: into(to, x.shape, bits, sr) }, { rng: r.rngState() });
      }
    }
  }
  for (const r of seeded(g, 'random', 24)) {
    const x = randomSource(r, 'SYM_INT32', [r.int(1, 16)], { bits: r.pick(widthsOf('SYM_INT32')) });
    const y = target('SYM_INT32', x.shape, r.pick(widthsOf('SYM_INT32')), r.pick(roundings));
    yield newCase('random', 'requant', { x, y }, { rng: r.rngState() });
  }
  for (const dtype of ['SYM', 'SYM_INT32', 'ASYM'] as const) {
    const y = target(dtype, [3], 8, 'HALF_AWAY', 0.75);
    yield newCase('boundary', 'own_mode', { x: float32Of([0, -0, 0]), y });
  }
  const x = float32Of([1, 0]);
  yield newCase('negative', 'refused', { x, y: target('BOOL', [2]) });
  yield newCase('negative', 'refused', { x: target('SYM', [2], 4), y: target('SYM', [2], 5) });
  yield* long(g);
  yield* inPlaceConversions(g);
  yield* inPlaceCases(g);
}

/** Beyond one block of 256 elements: integers in every width of a packed target, and every pair of grids. */
function* long(g: CaseGen): Iterable<CaseInput> {
  const grids = ['SYM_INT32', 'SYM', 'ASYM'] as const;
  for (const from of grids) {
    for (const to of grids.filter((dtype) => dtype !== from)) {
      for (const mode of roundings) {
        const r = g.random(`long/${from}/${to}/${mode}`);
        const x = randomSource(r, from, [270], { bits: 7 });
        const y = target(to, x.shape, 9, mode);
        yield newCase('boundary', 'blocks', { x, y }, { rng: r.rngState() });
      }
    }
  }
  for (const bits of symWidths) {
    const r = g.random(`long/SYM/${bits}`);
    // codes that fit: no integer is rounded or clamped on its way into SYM
    const x = randomSource(r, 'INT32', [257], { bits });
    yield newCase('boundary', 'blocks', { x, y: target('SYM', x.shape, bits) });
  }
  for (const bits of asymWidths) {
    for (const mode of roundings) {
      const r = g.random(`long/ASYM/${bits}/${mode}`);
      const x = randomSource(r, 'INT32', [257], { bits: r.int(4, 24) });
      const y = target('ASYM', x.shape, bits, mode);
      yield newCase('boundary', 'blocks', { x, y }, { rng: r.rngState() });
    }
  }
}

export default defineOp({
  name: 'execute_convert',
  version: 1,
  clause: 'S69',
  summary: 'stores a tensor in the target format; SYM_INT32 to SYM_INT32 is the requant',
  since: '2026-07-21',
  params: { in_place: inPlaceParam },
  tensors: {
    x: { role: 'in', dtypes: [...dtypes], doc: '[…]' },
    y: { role: 'out', dtypes: [...dtypes], doc: '[…]: format, width and mode are given' },
  },
  fits: { y: [or(isOf('x', 'BOOL'), isOf('y', 'BOOL'), sameCount('y', 'x'))] },
  notes: {
    V3: {
      bug: 'the divide form of the requant, or the ratio form for a packed target',
      effect: 'codes off by one',
      clause: 'S41, S51, S69',
    },
    V25: {
      bug: 'mantissas beyond 2^24 kept exact',
      effect: 'codes of wide accumulators off by one',
      clause: 'S27, S51, S69',
    },
    'B6.11': {
      bug: 'the other form of the requant, or mantissas not rounded to float32',
      effect: 'codes off by one where random inputs rarely are',
      clause: 'S27, S51, S69',
    },
    requant: {
      bug: 'SYM_INT32 copied as by the same-type conversion, or requantized in the divide form',
      effect: 'raw mantissas behind a narrow label, or codes off by one',
      clause: 'S51, S69',
    },
    own_mode: {
      bug: 'rounded in the source’s mode, or always half away',
      effect:
        'values lose the noise that keeps small steps unbiased, and all later draws are shifted',
    },
    same_type: {
      bug: 'a grid derived again where source and target have the same format',
      effect: 'copied values are rounded once more on every pass',
      clause: 'S29, S69',
    },
    in_place: {
      bug: 'the scale or the elements of x read after those of y were written',
      effect: 'a wire stored in place is scaled by its own new grid',
      clause: 'S29, S51, S69',
    },
    blocks: {
      bug: 'elements beyond the first 256 left out or taken from the first',
      effect: 'the end of a large tensor is that of another',
      clause: 'S33, S34, S41, S42, S46, S50, S69',
    },
    refused: {
      bug: 'BOOL, or packed tensors of unequal widths, converted all the same',
      effect: 'codes of one width are read with another, so every value changes',
      clause: 'S69, A4, A5',
    },
  },
  run(n, call) {
    runInPlace(call, ['x'], ([x], y) => {
      if (call.params.in_place !== undefined) demandOneStorageCell(x!, y);
      n.fn.executeConvert(n, x!, y);
    });
  },
  oracle: executeConvertOracle,
  cases,
});
