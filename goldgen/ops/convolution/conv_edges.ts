/** int32 budgets of the convolution sums: just below, at and above the edge, in every order or in some. */

import { windowOf } from '../../kit/window_specs.ts';
import type { CaseInput } from '../../op.ts';
import { type ConvForm, convShape, rawCase, symOperands } from './conv_cases.ts';

/** One output from `terms` products: channels in sequence, one tap each. */
function sumCase(
  set: CaseInput['set'],
  flags: string,
  form: ConvForm,
  x: readonly number[],
  weight: readonly number[],
  bits: number,
  bias?: { readonly q: number; readonly scale: number },
): CaseInput {
  const s = convShape(windowOf(1, 1), 1, { inChannels: x.length });
  const seed = bias === undefined ? {} : { bias: [bias.q] };
  const scale = bias === undefined ? {} : { bias: bias.scale };
  const operands = symOperands(
    form,
    s,
    { x, weight, ...seed },
    { x: 1, weight: 1, ...scale },
    bits,
  );
  return rawCase(set, flags, form, s, operands);
}

const filled = (count: number, q: number): number[] => Array.from({ length: count }, () => q);

/** Directed cases of both raw kernels at the ends of int32. */
export function* accumulatorEdges(form: ConvForm): Iterable<CaseInput> {
  const low = -2048;
  for (const terms of [511, 512]) {
    const set = terms === 511 ? 'boundary' : 'overflow';
    yield sumCase(set, 'accumulator_edge', form, filled(terms, low), filled(terms, low), 12);
  }
  // 255 products beside the largest seed fit, 257 do not
  const seed = { q: 1073774592, scale: 1 };
  for (const terms of [255, 257]) {
    const set = terms === 255 ? 'boundary' : 'overflow';
    yield sumCase(set, 'seed_headroom', form, filled(terms, low), filled(terms, low), 12, seed);
  }
  // int16 operands are not refused: two full-scale products fit, three do not
  for (const terms of [2, 3]) {
    const set = terms === 2 ? 'boundary' : 'overflow';
    yield sumCase(set, 'no_width_guard', form, filled(terms, 32767), filled(terms, 32767), 16);
  }
  // the sum fits, but not in every order
  const up = filled(3, 32767);
  yield sumCase(
    'overflow',
    'order_dependent',
    form,
    [...up, ...up],
    [...up, -32767, -32767, -32767],
    16,
  );
  const mixed = [32767, -32767, 32767, -32767, 32767, -32767];
  yield sumCase('overflow', 'order_dependent', form, filled(6, 32767), mixed, 16);
  yield sumCase('overflow', 'product_overflow', form, [65536], [32768], 31);
  yield sumCase('boundary', 'product_overflow', form, [-65536], [32768], 31);
}
