/** S53: SYM_INT32 mantissas into packed SYM storage without rescale. */

import { casesOf, newCase, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { randomSymInt32, target } from '../../kit/tensors.ts';
import { codeMax, codeMin, symWidths } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { repackOracle } from './oracle.ts';

const repackCase = casesOf((mantissas: readonly number[], bits: number, scale: number = 0.25) => {
  const x = symInt32Of(mantissas, scale, 12, 'SR_HALF_AWAY');
  return { tensors: { x, y: target('SYM', x.shape, bits, 'SR_HALF_AWAY', 3) } };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield repackCase('directed', 'V5', [7, -8, 3], 4);
  yield repackCase('boundary', 'empty', [], 4);
  for (const bits of [1, ...symWidths, 26, 31]) {
    const [low, high] = [codeMin(bits), codeMax(bits)];
    yield repackCase('boundary', 'ends', [low, high, 0, -1, high], bits);
    yield repackCase('negative', 'refused', [0, high + 1], bits);
    yield repackCase('negative', 'refused', [0, -1, low - 1], bits);
  }
  for (const bits of [0, 32]) yield repackCase('negative', 'refused', [0], bits);
  for (const r of seeded(g, 'random', 30)) {
    const x = randomSymInt32(r, [r.int(1, 30)], r.int(2, 12));
    yield newCase('random', 'ends', { x, y: target('SYM', x.shape, r.int(12, 25)) });
  }
  const x = randomSymInt32(g.random('blocks'), [300], 5);
  yield newCase('random', 'ends', { x, y: target('SYM', x.shape, 5) });
  // the last element of the second block only
  const late = symInt32Of([...Array.from({ length: 299 }, (_, i) => (i % 31) - 15), 16], 1, 5);
  yield newCase('negative', 'refused', { x: late, y: target('SYM', late.shape, 5) });
}

export default defineOp({
  name: 'repack',
  version: 1,
  clause: 'S53',
  summary: 'packs SYM_INT32 mantissas as SYM codes at the same scale',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32'], doc: '[…]: mantissas that fit the width of y' },
    y: { role: 'out', dtypes: ['SYM'], doc: '[…]: width is given, scale is that of x' },
  },
  fits: alike('x', 'y'),
  notes: {
    V5: {
      bug: 'a fresh scale, or the most significant bit packed first',
      effect: 'stored gradients change their size, or decode in another place',
    },
    ends: {
      bug: 'bounds of ±qMax, or clamped codes',
      effect: 'the lowest code is refused or changed',
      clause: 'S28, S53',
    },
    empty: {
      bug: 'the scale not copied for no elements',
      effect: 'an empty tensor keeps the scale of its earlier use',
    },
    refused: {
      bug: 'clamped or truncated instead of refused; earlier blocks written',
      effect: 'codes wrap to the other sign',
      clause: 'S28, S53, A6, A7',
    },
  },
  run(n, call) {
    n.fn.repack(n, call.tensor('x'), call.tensor('y'));
  },
  oracle: repackOracle,
  cases,
});
