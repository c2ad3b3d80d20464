/** int32 budgets of the convolution sums: just below, at and above the edge, in every order or in some. */

import type { Window1d } from '../../../reference/kernels/window.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { outputLength, windowOf } from '../../kit/window_specs.ts';
import type { CaseInput } from '../../op.ts';
import { type ConvForm, convDims, convShape, rawCase, symCase } from './conv_cases.ts';

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
  const scales = { x: 1, weight: 1, ...scale };
  return symCase(set, flags, form, s, { x, weight, ...seed }, scales, bits);
}

/** Uneven padding in FLOAT32, and groups that divide one channel count alone. */
export function* paddingAndGroups(form: ConvForm): Iterable<CaseInput> {
  for (const w of [
    windowOf(2, 1, 'SAME'),
    windowOf(4, 3, 'SAME'),
    windowOf(3, 2, 'SAME', 2),
    windowOf(2, 1, 'EXPLICIT', 1, 1),
    windowOf(3, 2, 'EXPLICIT', 1, 2),
  ]) {
    const s = convShape(w, 6);
    const dims = convDims(form, s, form === 'scatter' ? scatterLength(w) : undefined);
    const taps = Array.from({ length: w.kernel }, (_, k) => 100 ** k);
    // a scatter's input is as long as the forward's output
    const length = form === 'scatter' ? outputLength(w, dims.y[2]!) : 6;
    const x = Array.from({ length }, (_, i) => i + 1);
    yield rawCase(
      'directed',
      'float_padding',
      form,
      { ...s, length },
      {
        x: float32Of(x, [1, 1, length]),
        weight: float32Of(taps, dims.weight),
        bias: float32Of([0.5]),
        y: target('FLOAT32', dims.y),
      },
    );
  }
  for (const [inChannels, outChannels] of [
    [4, 3],
    [3, 4],
  ] as const) {
    const s = convShape(windowOf(1, 1), 2, { inChannels, outChannels, groups: 2 });
    const dims = convDims(form, s);
    const zeros = (shape: readonly number[]): number[] =>
      filled(
        shape.reduce((n, extent) => n * extent, 1),
        1,
      );
    yield rawCase('negative', 'refused_groups', form, s, {
      x: symInt32Of(zeros(dims.x), 1, 12, 'HALF_AWAY', dims.x),
      weight: symInt32Of(zeros(dims.weight), 1, 12, 'HALF_AWAY', dims.weight),
      y: target('SYM_INT32', dims.y, 12),
    });
    yield rawCase('negative', 'refused_groups', form, s, {
      x: float32Of(zeros(dims.x), dims.x),
      weight: float32Of(zeros(dims.weight), dims.weight),
      y: target('FLOAT32', dims.y),
    });
  }
}

/** Some output length of a scatter. */
function scatterLength(w: Window1d): number {
  return 2 * w.stride + w.kernel * w.dilation;
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
