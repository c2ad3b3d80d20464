/** A bias that is added once too often, or once for every step of a loop that it does not belong to. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, type Tensor } from '../../../reference/tensor.ts';

/** What the loops of a layer run over. */
interface Extents {
  readonly perIn: number;
  readonly inputs: number;
  readonly taps: number;
  readonly groups: number;
  readonly batch: number;
}

const counts: readonly (readonly [string, string, (e: Extents) => number])[] = [
  ['channel', 'once per input channel (of its group)', (e) => e.perIn],
  ['input', 'once per input channel, of all groups', (e) => e.inputs],
  ['tap', 'once per tap of the kernel', (e) => e.taps],
  ['term', 'once per product: inside the inner loop', (e) => e.perIn * e.taps],
  ['group', 'once per group', (e) => e.groups],
  ['item', 'once per batch item', (e) => e.batch],
];

type Conv = (
  n: Numerics,
  c: Parameters<Primitives['conv1dSym']>[1],
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
) => void;

type Name = 'conv1dSym' | 'conv1dFloat' | 'convTransposed1dSym' | 'convTransposed1dFloat';

const layers: Readonly<Record<Name, readonly [string, string]>> = {
  conv1dSym: ['convolution', 'S92'],
  conv1dFloat: ['float convolution', 'S91'],
  convTransposed1dSym: ['transposed convolution', 'S94'],
  convTransposed1dFloat: ['float transposed convolution', 'S93'],
};

function conv(name: Name, of: (e: Extents) => number): Conv {
  return (n, c, x, w, bias, y) => {
    const [batch = 1, inputs = 1] = x.shape;
    const count = of({
      perIn: inputs / c.groups,
      inputs,
      taps: c.window.kernel,
      groups: c.groups,
      batch,
    });
    // seeds are whole numbers, so that their order does not matter
    const biasSeeds: Primitives['biasSeeds'] = (m, ...rest) =>
      n.fn.biasSeeds(m, ...rest).map((seed) => count * seed);
    (primitives[name] as Conv)({ ...n, fn: { ...n.fn, biasSeeds } }, c, x, w, bias, y);
    if (y.dtype !== 'FLOAT32' || bias === undefined) return;
    const [ys, length, channels] = [floats(y), y.shape[2]!, y.shape[1]!];
    for (let i = 0; i < ys.length; i++) {
      const own = floats(bias)[Math.floor(i / length) % channels]!;
      for (let more = 1; more < count; more++) ys[i] = n.f.add(ys[i]!, own);
    }
  };
}

const convolutions: readonly Mutant[] = (Object.keys(layers) as Name[]).flatMap((name) =>
  counts.map(([id, words, of]): Mutant => {
    const [layer, clause] = layers[name];
    return {
      id: `bias_per_${id}_of_${snakeCase(name)}`,
      clause,
      bug: `the bias of a ${layer} is added ${words}`,
      fix: 'add the bias once to every output',
      fn: { [name]: conv(name, of) },
    };
  }),
);

const products: readonly Mutant[] = (
  [
    ['term', 'once per product: inside the inner loop', (_rows: number, inner: number) => inner],
    ['row', 'once per row, to all rows', (rows: number) => rows],
  ] as readonly (readonly [string, string, (rows: number, inner: number) => number])[]
).map(([id, words, of]) => ({
  id: `bias_per_${id}_of_matmul`,
  clause: 'S87',
  bug: `the bias of a matrix product is added ${words}`,
  fix: 'add the bias once to every output',
  fn: {
    matmulSymBias: (n, a, b, bias, out) => {
      const { rows, columns } = n.fn.matmulViews(n, a, b).a;
      const biasSeeds: Primitives['biasSeeds'] = (m, ...rest) =>
        n.fn.biasSeeds(m, ...rest).map((seed) => of(rows, columns) * seed);
      primitives.matmulSymBias({ ...n, fn: { ...n.fn, biasSeeds } }, a, b, bias, out);
    },
  },
}));

export const biasCountMistakes: readonly Mutant[] = [...convolutions, ...products];
