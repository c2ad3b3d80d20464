/** Shapes and tensors that the cases of LayerNorm and GroupNorm share. */

import { countOf, type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomRawSymInt32, randomScale, target, withOrder } from '../../kit/tensors.ts';
import type { Params, RecordNote } from '../../op.ts';

export type NormKind = 'layer_norm' | 'group_norm';

/** x, the number of γ and β values, and for GroupNorm the groups. */
export interface NormShape {
  readonly kind: NormKind;
  readonly x: readonly number[];
  readonly affine: number;
  readonly groups: number;
}

/** Two blocks of four elements, four γ. */
export function twoBlocks(kind: NormKind): NormShape {
  if (kind === 'layer_norm') return { kind, x: [2, 4], affine: 4, groups: 1 };
  return { kind, x: [1, 4, 2], affine: 4, groups: 2 };
}

/** Two groups of three channels: a size that is no power of two. */
export const threeChannels: NormShape = {
  kind: 'group_norm',
  x: [1, 6, 2],
  affine: 6,
  groups: 2,
};

/** x, γ and β of such groups; the groups differ in mean and spread. */
export function threeChannelOperands(): { x: Tensor; gamma: Tensor; beta: Tensor } {
  return {
    x: sym([10, -3, 25, 7, -18, 4, 900, -350, 620, 1100, -40, 75], 0.01, threeChannels.x),
    gamma: sym([2047, 1024, -512, 2047, 700, -1300], 5e-4, [6]),
    beta: sym([0, 100, -2047, 5, 31, -260], 1e-4, [6]),
  };
}

/** One block of four elements, each with its own γ. */
export function oneBlock(kind: NormKind): NormShape {
  if (kind === 'layer_norm') return { kind, x: [1, 4], affine: 4, groups: 1 };
  return { kind, x: [1, 4, 1], affine: 4, groups: 1 };
}

/** Layer inputs without a batch dimension: γ covers all of x, as a vector or as a matrix. */
export const wholeInputs: readonly (NormShape & { readonly gamma: readonly number[] })[] = [
  { kind: 'layer_norm', x: [8], affine: 8, groups: 1, gamma: [8] },
  { kind: 'layer_norm', x: [2, 4], affine: 8, groups: 1, gamma: [2, 4] },
];

/** γ and β of such an input. */
export function wholeAffine(shape: readonly number[]): { gamma: Tensor; beta: Tensor } {
  return {
    gamma: sym([2047, 1024, -512, 2047, 3, -900, 1500, 40], 5e-4, shape),
    beta: sym([0, 100, -2047, 5, 70, -8, 900, 1], 1e-4, shape),
  };
}

/** Shapes of x and γ that do not fit: ranks, and trailing extents before the last. */
export function misfits(
  kind: NormKind,
): readonly (readonly [readonly number[], readonly number[]])[] {
  return kind === 'layer_norm'
    ? [
        [[4], [2, 2]],
        [
          [2, 2, 2],
          [4, 2],
        ],
        [[2], [2, 2]],
      ]
    : [
        [[4, 2], [4]],
        [[1, 4, 2, 1], [4]],
        [[1, 4, 2], [2]],
      ];
}

/** SYM_INT32 of a permuted axis order; `shape` are the extents in storage. */
export function viewedX(
  shape: readonly number[],
  order: readonly number[],
  mantissas: readonly number[] = [0, 1, 10, 100, -7, 55, 3, -900, 41, 8, 1200, -2].slice(
    0,
    countOf(shape),
  ),
): Tensor {
  return withOrder(sym(mantissas, 1, shape), order);
}

interface ViewedWires {
  readonly shape: NormShape;
  readonly x: Tensor;
  readonly y: Tensor;
}

/** LayerNorm's wires in storage orders of their own. */
export function viewedWires(): readonly ViewedWires[] {
  const wires = (
    affine: number,
    x: readonly [readonly number[], readonly number[]],
    y: readonly [readonly number[], readonly number[]],
  ): ViewedWires => ({
    shape: { kind: 'layer_norm', x: y[0], affine, groups: 1 },
    x: viewedX(...x),
    y: withOrder(target('SYM_INT32', y[0], 12), y[1]),
  });
  const turned = [1, 0] as const;
  return [
    wires(2, [[2, 2], turned], [[2, 2], turned]),
    wires(3, [[3, 2], turned], [[3, 2], turned]),
    wires(
      3,
      [[3, 2], turned],
      [
        [2, 3],
        [0, 1],
      ],
    ),
    wires(
      3,
      [
        [2, 3],
        [0, 1],
      ],
      [[3, 2], turned],
    ),
    wires(
      2,
      [
        [2, 2, 3],
        [2, 0, 1],
      ],
      [
        [3, 2, 2],
        [1, 2, 0],
      ],
    ),
  ];
}

/** 1, 2, 3 … */
export function ramp(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Inputs without a block, and of blocks without an element. */
export function emptyShapes(kind: NormKind): readonly NormShape[] {
  if (kind === 'layer_norm') {
    return [
      { kind, x: [0, 2], affine: 2, groups: 1 },
      { kind, x: [2, 0], affine: 0, groups: 1 },
    ];
  }
  return [
    { kind, x: [0, 2, 3], affine: 2, groups: 2 },
    { kind, x: [1, 2, 0], affine: 2, groups: 1 },
    { kind, x: [1, 0, 3], affine: 0, groups: 2 },
  ];
}

export function randomNormShape(r: Random, kind: NormKind): NormShape {
  if (kind === 'layer_norm') {
    const affine = r.int(1, 9);
    const x = r.chance(1, 4) ? [r.int(1, 2), r.int(1, 2), affine] : [r.int(1, 4), affine];
    return { kind, x, affine, groups: 1 };
  }
  const groups = r.int(1, 3);
  const affine = groups * r.int(1, 2);
  return { kind, x: [r.int(1, 2), affine, r.int(1, 4)], affine, groups };
}

/** `eps`, and `groups` where the layer has them. */
export function normParams(shape: NormShape, eps = Math.fround(1e-5)): Params {
  return shape.kind === 'group_norm' ? { eps, groups: shape.groups } : { eps };
}

export function sym(
  mantissas: readonly number[],
  scale: string | number,
  shape: readonly number[],
  bits = 12,
): Tensor {
  return symInt32Of(mantissas, scale, bits, 'HALF_AWAY', shape);
}

/** γ, β and dy of the worked examples B 6.4 and B 6.5, and their inputs. */
export const exampleGamma = (): Tensor => sym([2047, 1024, -512, 2047], 5e-4, [4]);
export const exampleBeta = (): Tensor => sym([0, 100, -2047, 5], 1e-4, [4]);

export function exampleX(kind: NormKind): Tensor {
  const shape = twoBlocks(kind).x;
  return kind === 'layer_norm'
    ? sym([100, 200, 300, 400, -50, 0, 7, 2047], 0.01, shape)
    : sym([1, 2, 3, 4, -5, 6, 7, 80], 0.1, shape);
}

export function exampleDy(kind: NormKind): Tensor {
  return sym([10, -20, 30, -40, 1000, 0, -2047, 3], 1e-3, twoBlocks(kind).x);
}

/** γ = 1, β = 0 as mantissas at scale 1. */
export function unitAffine(count: number): { gamma: Tensor; beta: Tensor } {
  return {
    gamma: sym(new Array(count).fill(1), 1, [count]),
    beta: sym(new Array(count).fill(0), 1, [count]),
  };
}

/** A SYM_INT32 x whose spread keeps ordinary β inside the seed guard. */
export function randomNormX(r: Random, shape: readonly number[], label: number): Tensor {
  const t = randomRawSymInt32(r, shape, label, Math.min(label, r.pick([8, 12, 12])));
  t.rounding = r.pick(roundings);
  return t;
}

/** γ around ±1 and β of its size. */
export function randomAffine(
  r: Random,
  count: number,
  label: number,
): { gamma: Tensor; beta: Tensor } {
  const scale = randomScale(r, -11, -9);
  const gamma = randomRawSymInt32(r, [count], label, Math.min(label, 12), scale);
  const beta = randomRawSymInt32(r, [count], label, Math.min(label, 12), randomScale(r, -14, -10));
  gamma.rounding = r.pick(roundings);
  beta.rounding = r.pick(roundings);
  return { gamma, beta };
}

/** A window of ECG as 12-bit mantissas at 1/200 mV, or as FLOAT32 mV. */
export function ecgTensor(
  ecg: Uint16Array,
  start: number,
  shape: readonly number[],
  dtype: 'SYM_INT32' | 'FLOAT32',
): Tensor {
  const raw = Array.from(ecg.subarray(start, start + countOf(shape)), (v) => v - 1024);
  if (dtype === 'SYM_INT32') return sym(raw, 0.005, shape);
  return float32Of(
    raw.map((v) => v / 200),
    shape,
  );
}

export const modes: readonly Rounding[] = roundings;

/** The notes of the given flags. */
export function pickNotes(
  notes: Readonly<Record<string, RecordNote>>,
  flags: readonly string[],
): Record<string, RecordNote> {
  return Object.fromEntries(
    flags.map((flag) => {
      const note = notes[flag];
      if (note === undefined) throw new TypeError(`no note for flag "${flag}"`);
      return [flag, note];
    }),
  );
}
