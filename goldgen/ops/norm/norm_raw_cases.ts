/** Cases of the raw forward kernels of LayerNorm and GroupNorm (L15 steps 1–4). */

import type { Rounding, Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { isCurrent } from '../../kit/layer_operands.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { shaped } from '../../kit/window_specs.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import {
  emptyShapes,
  exampleBeta,
  exampleGamma,
  exampleX,
  modes,
  type NormKind,
  type NormShape,
  normParams,
  oneBlock,
  randomAffine,
  randomNormShape,
  randomNormX,
  sym,
  threeChannelOperands,
  threeChannels,
  twoBlocks,
  unitAffine,
  viewedWires,
  viewedX,
  wholeAffine,
  wholeInputs,
} from './norm_cases.ts';

interface RawCase {
  readonly x: Tensor;
  readonly gamma: Tensor;
  readonly beta: Tensor;
  readonly bits?: number;
  readonly rounding?: Rounding;
  readonly rng?: number;
  readonly eps?: number;
  /** where its shape or order is not x's */
  readonly y?: Tensor;
}

const rawCase = casesOf(
  (
    shape: NormShape,
    { x, gamma, beta, bits = 12, rounding = 'HALF_AWAY', rng = 1, eps, y }: RawCase,
  ) => {
    const tensors = { x, gamma, beta, y: y ?? target('SYM_INT32', shape.x, bits, rounding) };
    return { tensors, params: normParams(shape, eps), rng };
  },
);

function example(kind: NormKind): RawCase {
  return { x: exampleX(kind), gamma: exampleGamma(), beta: exampleBeta() };
}

function* pinned(kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  yield rawCase('directed', kind === 'layer_norm' ? 'B6.4' : 'B6.5', two, example(kind));
  const one = oneBlock(kind);
  const x = sym([2000, -300, 17, -900], 0.01, one.x);
  const top = { x, ...unitAffine(4), rounding: 'SR_HALF_AWAY' as const };
  yield rawCase('directed', 'V33', one, { ...top, rng: 15886 });
  yield rawCase('directed', 'V33', one, { ...top, rng: 1 });
}

/** Quotients on the other side of a tie when divided by A ÷ Q instead of multiplied by Q ÷ A. */
function* quotients(kind: NormKind): Iterable<CaseInput> {
  const one = oneBlock(kind);
  for (const q of [
    [-1681, 1066, -1936, -729],
    [-155, -1071, 257, -1299],
    [-695, -1024, -530, -1699],
    [92, 199, -1763, 1792],
  ]) {
    yield rawCase('directed', 'quotient', one, { x: sym(q, 0.01, one.x), ...unitAffine(4) });
  }
  for (const bits of [4, 7, 8, 10]) {
    yield rawCase('directed', 'raw_width', twoBlocks(kind), { ...example(kind), bits });
  }
}

/** A constant x has h = 0 and s_y = s_γ, so the raw values are the β seeds alone. */
function* seeds(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const one = oneBlock(kind);
  const x = sym([7, 7, 7, 7], 0.1, one.x);
  const alone = (
    flags: string,
    beta: readonly number[],
    sBeta: string | number,
    sGamma: string | number,
    rest: Partial<RawCase> = {},
    set: CaseInput['set'] = 'directed',
  ): CaseInput =>
    rawCase(set, flags, one, {
      x,
      gamma: sym([3, -1, 0, 2047], sGamma, [4]),
      beta: sym(beta, sBeta, [4]),
      ...rest,
    });
  yield alone('B6.11 seed_form', [922, -922, 0, 1], '3b8edf46', '38c2f97a');
  yield alone('B6.11 seed_form', [1034, -1034, 0, 1], '3ad94898', '38b284c2');
  const sr = { rounding: 'SR_HALF_AWAY' as const };
  yield alone('jitter', [-8392203, 0, 0, 0], 2 ** -16, 1, { ...sr, rng: 4231408732 });
  yield alone('jitter', [-16818936, 0, 0, 0], 2 ** -16, 1, { ...sr, rng: 3846018233 });
  yield alone('draw_order', [1, 2, 3, 4], 0.3, 0.7, { ...sr, rng: 9 });
  yield alone('seed_guard', [1073774592, 0, 0, 0], 1, 1);
  yield alone('seed_guard', [0, 0, 0, -1073774592], 1, 1);
  if (g.contract.affineSeed === 'factor') {
    yield alone('seed_guard', [1073807232, 0, 0, -1073807232], 1, 1);
    yield alone('seed_guard', [1, 0, 0, 1073807488], 1, 1, {}, 'negative');
    // the guard looks at the widest β before any seed
    yield alone('seed_guard', [1, 0, 0, -1073807488], 1, 1, sr, 'negative');
  } else {
    yield alone('seed_guard', [1, 0, 0, 1073774720], 1, 1, {}, 'negative');
    yield alone('seed_guard', [1, 0, 0, -1073774720], 1, 1, sr, 'negative');
  }
  yield alone('seed_guard', [0, 0, 0, 0], 1, 0, {}, 'negative');
}

function* constants(kind: NormKind): Iterable<CaseInput> {
  const one = oneBlock(kind);
  const two = twoBlocks(kind);
  const affine = { gamma: exampleGamma(), beta: exampleBeta() };
  // decoded 16777216, while the float mean of three is 16777218
  const three: NormShape = { ...one, x: kind === 'layer_norm' ? [2, 3] : [2, 3, 1], affine: 3 };
  const heavy = sym(new Array(6).fill(16777217), 2 ** -20, three.x);
  const gamma = sym([2047, 1024, -512], 5e-4, [3]);
  const beta = sym([0, 100, -2047], 1e-4, [3]);
  yield rawCase('directed', 'constant', three, { x: heavy, gamma, beta });
  for (const rounding of modes) {
    const zero = sym([0, 0, 0, 0, 0, 0, 0, 0], 0.1, two.x);
    yield rawCase('directed', 'constant', two, { x: zero, ...affine, rounding, rng: 3 });
    // two constant blocks: not constant as a whole, yet every deviation is 0
    const steps = sym([5, 5, 5, 5, 7, 7, 7, 7], 0.1, two.x);
    const ones = sym([1, 1, 1, 1], 1e-3, [4]);
    yield rawCase('directed', 'block_constant', two, {
      x: steps,
      ...affine,
      beta: ones,
      rounding,
      rng: 4,
    });
  }
}

/** ±1 normalises to ±2047 at scale 0x3a000f5a; mantissas of γ and β beyond their label. */
function* overflows(kind: NormKind): Iterable<CaseInput> {
  const one = oneBlock(kind);
  const x = sym([1, -1, 1, -1], 0.5, one.x);
  const at = (set: CaseInput['set'], gamma: number, beta: number): CaseInput =>
    rawCase(set, 'accumulator', one, {
      x,
      gamma: sym([gamma, 0, 0, 0], 1, [4]),
      beta: sym([beta, 0, 0, 0], '3a000f5a', [4]),
    });
  yield at('boundary', 1049088, 511);
  yield at('overflow', 1049088, 512);
  yield at('overflow', 1049089, 0);
  yield at('boundary', -1049088, -512);
  yield at('overflow', -1049088, -513);
}

function* refusals(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const max = g.contract.normLabelMax;
  const base = example(kind);
  const relabel = (t: Tensor, bits: number): Tensor => ({ ...t, bits });
  yield rawCase('directed', 'label', two, {
    x: relabel(base.x, max),
    gamma: relabel(base.gamma, max),
    beta: relabel(base.beta, max),
    bits: max,
    eps: 0.5,
  });
  yield rawCase('negative', 'label', two, { ...base, x: relabel(base.x, max + 1) });
  yield rawCase('negative', 'label', two, { ...base, gamma: relabel(base.gamma, max + 1) });
  yield rawCase('negative', 'label', two, { ...base, beta: relabel(base.beta, max + 1) });
  yield rawCase('negative', 'label', two, { ...base, bits: max + 1 });
  const short = sym([1, 2, 3], 1, [3]);
  yield rawCase('negative', 'shape', two, { ...base, gamma: short, beta: short });
  if (kind === 'layer_norm') {
    const wide = sym([1, 2, 3, 4, 5, 6, 7, 8], 1, [4, 2]);
    yield rawCase('negative', 'shape', two, { ...base, gamma: wide, beta: wide });
    for (const whole of wholeInputs) {
      const x = shaped(base.x, whole.x);
      yield rawCase('directed', 'shape', whole, { x, ...wholeAffine(whole.gamma) });
    }
    return;
  }
  yield rawCase('negative', 'shape', { ...two, groups: 3 }, base);
  const flat = { ...two, x: [4, 2] };
  yield rawCase('negative', 'shape', flat, {
    ...base,
    x: symInt32Of([1, 2, 3, 4, 5, 6, 7, 8], 1, 12, 'HALF_AWAY', flat.x),
  });
  yield rawCase('negative', 'shape', two, { ...base, x: { ...base.x, order: [0, 2, 1] } });
}

/** LayerNorm of views: every wire through its own axis order. */
function* views(): Iterable<CaseInput> {
  for (const { shape, x, y } of viewedWires()) {
    yield rawCase('directed', 'order', shape, { x, y, ...unitAffine(shape.affine) });
  }
  const x = viewedX([3, 2], [1, 0]);
  const other: NormShape = { kind: 'layer_norm', x: [3, 2], affine: 2, groups: 1 };
  // the last extent in storage is 2, the logical one 3
  yield rawCase('negative', 'order', other, { x, ...unitAffine(2) });
}

/** Nothing to normalise: the guards, then the scale 1, no draw and no seed. */
function* empties(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  if (g.contract.emptyNorm === 'runs') return;
  for (const shape of emptyShapes(kind)) {
    const { affine } = shape;
    const x = sym([], 0.5, shape.x);
    const gamma = sym([3, 4, -5].slice(0, affine), 0.25, [affine]);
    const beta = sym([7, 8, 9].slice(0, affine), 2, [affine]);
    yield rawCase('boundary', 'empty', shape, { x, gamma, beta });
    const tiny = { x, gamma: { ...gamma, scale: Math.fround(1e-30) }, beta };
    yield rawCase('boundary', 'empty', shape, { ...tiny, rounding: 'SR_HALF_AWAY', rng: 21 });
    const wide = { ...x, bits: g.contract.normLabelMax + 1 };
    yield rawCase('negative', 'empty', shape, { x: wide, gamma, beta });
  }
}

/** Deviations beyond float32 make a whole block NaN, while the other block is 0. */
function* nanMaxima(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  if (!isCurrent(g.contract)) return;
  const two: NormShape =
    kind === 'layer_norm'
      ? { kind, x: [2, 2], affine: 2, groups: 1 }
      : { kind, x: [1, 2, 2], affine: 2, groups: 2 };
  const rest = { gamma: sym([2, 3], 0.5, [2]), beta: sym([1, -4], 1, [2]) };
  const last = sym([1, -1, 9, -9], 1e38, two.x);
  // a NaN that stays leaves no scale, and the seeds are refused
  const set = kind === 'layer_norm' ? 'directed' : 'negative';
  yield rawCase(set, 'nan_maximum', two, { x: last, ...rest });
  const first = sym([9, -9, 1, -1], 1e38, two.x);
  yield rawCase('directed', 'nan_maximum', two, { x: first, ...rest });
}

/** Every case of the raw kernel of a kind. */
export function* normRawCases(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  yield* pinned(kind);
  yield* quotients(kind);
  yield* seeds(g, kind);
  yield* constants(kind);
  yield* overflows(kind);
  yield* refusals(g, kind);
  for (const eps of [0, Math.fround(1e-3), 1]) {
    yield rawCase('directed', 'eps', twoBlocks(kind), { ...example(kind), eps });
  }
  for (const r of seeded(g, 'random', 24)) {
    const shape = randomNormShape(r, kind);
    const width = r.pick([8, 12, 12]);
    const rounding = r.pick(modes);
    yield rawCase('random', rounding === 'HALF_AWAY' ? 'statistics' : 'draw_order', shape, {
      x: randomNormX(r, shape.x, width),
      ...randomAffine(r, shape.affine, 12),
      bits: r.pick([8, 12, 12, g.contract.normLabelMax]),
      rounding,
      rng: r.rngState(),
    });
  }
  if (kind === 'layer_norm' && isCurrent(g.contract)) yield* views();
  yield* empties(g, kind);
  yield* nanMaxima(g, kind);
  if (g.contract.affineSeed === 'factor') yield* factorBounds();
  if (kind === 'group_norm') {
    yield rawCase('directed', 'group_size', threeChannels, threeChannelOperands());
  }
}

/** The June bound leaves room for one product of y's own width; equality passes. */
function* factorBounds(): Iterable<CaseInput> {
  const one = oneBlock('layer_norm');
  for (const [set, bits, q] of [
    ['boundary', 12, 2143293440],
    ['negative', 12, 2143293568],
    ['boundary', 16, -1073807360],
    ['negative', 16, -1073807488],
  ] as const) {
    const x = sym([7, 7, 7, 7], 0.1, one.x);
    const beta = sym([1, 0, q, 0], 1, [4]);
    yield rawCase(set, 'seed_guard', one, { x, gamma: sym([3, -1, 0, 9], 1, [4]), beta, bits });
  }
}
