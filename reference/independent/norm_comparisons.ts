/** The norm layers and the Linear bias sums: the reference and the oracle on one random case. */

import type { NormGeometry } from '../layers/norm_statistics.ts';
import { float32Tensor, ints, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { Cases } from './cases.ts';
import { type Answer, bits, type Comparison, compare, setting } from './compare.ts';
import * as oracle from './norm.ts';
import { int32 } from './primitives.ts';

type Compared = { expected: Answer; got: Answer };

/** A random cut: LayerNorm's, or GroupNorm's with more than one element per channel. */
interface Shape {
  readonly geometry: NormGeometry;
  readonly cut: oracle.Cut;
  readonly count: number;
}

/** Wires in identity order, finite values. */
const stored: Pick<NormGeometry, 'positions' | 'maximum'> = {
  positions: (t) => Int32Array.from(t.data, (_, i) => i),
  maximum: 'skips_nan',
};

function shape(c: Cases): Shape {
  if (c.chance(0.5)) {
    const [blocks, size] = [c.int(1, 3), c.int(1, 5)];
    const gammaAt = Array.from({ length: blocks * size }, (_, i) => i % size);
    const affineIndex = (_block: number, j: number): number => j;
    return {
      geometry: { blocks, size, affineCount: size, affineIndex, seedPer: 'element', ...stored },
      cut: { blocks, size, gammaAt },
      count: blocks * size,
    };
  }
  const [batch, groups, perGroup, length] = [c.int(1, 2), c.int(1, 2), c.int(1, 2), c.int(1, 3)];
  const [blocks, size, channels] = [batch * groups, perGroup * length, groups * perGroup];
  const gammaAt = Array.from(
    { length: batch * channels * length },
    (_, i) => Math.trunc(i / length) % channels,
  );
  const affineIndex = (block: number, j: number): number =>
    (block % groups) * perGroup + Math.trunc(j / length);
  return {
    geometry: { blocks, size, affineCount: channels, affineIndex, seedPer: 'channel', ...stored },
    cut: { blocks, size, gammaAt },
    count: batch * channels * length,
  };
}

/** A float32 between 2^-14 and 2^3. */
function someScale(c: Cases): number {
  return Math.fround(2 ** c.int(-14, 2) * (1 + c.int(0, 8388607) / 8388608));
}

function codes(c: Cases, count: number): number[] {
  const same = c.chance(0.1) ? c.int(-2048, 2047) : undefined;
  return Array.from({ length: count }, () => same ?? c.int(-2048, 2047));
}

function eps(c: Cases): number {
  return c.chance(0.7) ? Math.fround(1e-5) : someScale(c);
}

function operand(c: Cases, count: number): Required<oracle.Operand> {
  return { values: codes(c, count), scale: someScale(c) };
}

function tensor({ values, scale }: Required<oracle.Operand>): Tensor {
  return symInt32Tensor(values, scale, 12);
}

function statistics(c: Cases): Compared {
  const { geometry, cut, count } = shape(c);
  const [x, e] = [operand(c, count), eps(c)];
  const floats = x.values.map((q) => Math.fround(q * x.scale));
  const plain = c.chance(0.5);
  return compare(
    setting(c),
    (n) => {
      const result = plain
        ? n.fn.normStatisticsFloat(n, float32Tensor(floats), geometry, e)
        : n.fn.normStatistics(n, tensor(x), geometry, e);
      return result.flatMap(({ mean, rstd }) => [bits(mean), bits(rstd)]);
    },
    () =>
      Array.from({ length: cut.blocks }, (_, block) => {
        const elements = Array.from({ length: cut.size }, (_unused, j) => block * cut.size + j);
        const { mean, rstd } = oracle.statistics(plain ? { values: floats } : x, elements, e);
        return [bits(mean), bits(rstd)];
      }).flat(),
  );
}

function forward(c: Cases): Compared {
  const { geometry, cut, count } = shape(c);
  const [x, e, width, mode] = [operand(c, count), eps(c), c.int(4, 12), c.mode()];
  const gamma = operand(c, geometry.affineCount);
  const beta = operand(c, geometry.affineCount);
  const s = setting(c);
  return compare(
    s,
    (n) => {
      const raw = newTensor('SYM_INT32', [count], width, mode);
      n.fn.normForwardSym(n, tensor(x), tensor(gamma), tensor(beta), raw, geometry, e);
      return [...ints(raw), bits(raw.scale)];
    },
    (g) => {
      const perElement = geometry.seedPer === 'element';
      const affine = { gamma, beta, perElement };
      const raw = oracle.rawForward(g, x, affine, cut, e, width, mode, s.contract);
      return raw === undefined ? undefined : [...raw.sums, bits(raw.scale)];
    },
  );
}

function backward(c: Cases): Compared {
  const { geometry, cut, count } = shape(c);
  const [x, dy, e, width, mode] = [
    operand(c, count),
    operand(c, count),
    eps(c),
    c.int(4, 16),
    c.mode(),
  ];
  const gamma = operand(c, geometry.affineCount);
  return compare(
    setting(c),
    (n) => {
      const stats = n.fn.normStatistics(n, tensor(x), geometry, e);
      const operands = n.fn.normOperands(n, tensor(x), tensor(dy), tensor(gamma), stats, geometry);
      const into = {
        dGamma: new Float32Array(geometry.affineCount),
        dBeta: new Float32Array(geometry.affineCount),
        dx: new Float32Array(count),
      };
      n.fn.normGradients(n, operands, stats, geometry, into);
      const dx = newTensor('SYM_INT32', [count], width, mode);
      n.fn.writeNormDx(n, into.dx, dx, geometry);
      const floats = [...into.dGamma, ...into.dBeta, ...into.dx].map(bits);
      return [...floats, ...ints(dx), bits(dx.scale)];
    },
    (g) => {
      const { dGamma, dBeta, dx } = oracle.gradients(x, dy, gamma, cut, e);
      const written = oracle.dxCodes(g, dx, width, mode);
      const floats = [...dGamma, ...dBeta, ...dx].map(bits);
      return [...floats, ...written.codes, bits(written.scale)];
    },
  );
}

function biasSums(c: Cases): Compared {
  const [batch, features] = [c.int(1, 6), c.int(1, 4)];
  const width = c.int(8, 32);
  const dy = Array.from({ length: batch * features }, () => (c.uint32() | 0) >> (32 - width));
  return compare(
    setting(c),
    (n) => {
      const db = newTensor('SYM_INT32', [features], 12);
      n.fn.linearBiasGradSym(n, symInt32Tensor(dy, 0.5, 12, 'HALF_AWAY', [batch, features]), db);
      return [...ints(db), bits(db.scale)];
    },
    () => {
      const sums = Array.from({ length: features }, (_, o) => {
        let sum = 0;
        for (let row = 0; row < batch; row++) sum = int32(sum + dy[row * features + o]!);
        return sum;
      });
      return [...sums, bits(0.5)];
    },
  );
}

export const normComparisons: readonly Comparison[] = [
  { name: 'L14 norm statistics', run: statistics },
  { name: 'L15, L17 norm forward', run: forward },
  { name: 'L16, L17 norm gradients', run: backward },
  { name: 'L3 bias sums', run: biasSums },
];
