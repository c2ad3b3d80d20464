/** Oracle of the norm statistics and the norm forwards and backwards (L14–L17). */

import type { Contract } from '../../../reference/contracts.ts';
import {
  type Cut,
  type Operand,
  rawForward,
  statistics,
} from '../../../reference/independent/norm.ts';
import { int32 } from '../../../reference/independent/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, isIdentity, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';
import { throughViews } from './view_oracle.ts';

function elementsOf(size: number, block: number): number[] {
  return Array.from({ length: size }, (_, j) => block * size + j);
}

function operandOf(t: Tensor): Operand {
  const values = numbersOf(t);
  return t.dtype === 'SYM_INT32' ? { values, scale: t.scale } : { values };
}

/** L14: whether a label is no subject of the clause: no int32 has it, and nothing guards it. */
export function isStrangeLabel(x: Tensor, contract: Contract): boolean {
  if (x.dtype !== 'SYM_INT32' || contract.statisticsLabel === 'guarded') return false;
  return x.bits < 1 || x.bits > 31;
}

/** L14: whether the sums of a SYM_INT32 tensor fit; `undefined` for a strange label. */
function sums(x: Tensor, size: number, contract: Contract): boolean | undefined {
  if (isStrangeLabel(x, contract)) return undefined;
  if (x.dtype !== 'SYM_INT32' || x.bits < 1) return false;
  if (contract.statisticsLabel === 'guarded' && x.bits > 16) return false;
  return size < 2 ** (32 - x.bits);
}

export const normStatisticsOracle: Oracle = (call, contract) => {
  const x = call.tensor('x');
  const [blocks, size] = x.shape as [number, number];
  const fits = x.dtype === 'FLOAT32' || sums(x, size, contract);
  if (fits !== true) return fits === false ? 'refused' : undefined;
  const [operand, eps] = [operandOf(x), call.number('eps')];
  if (x.dtype === 'SYM_INT32') {
    for (let block = 0; block < blocks; block++) {
      elementsOf(size, block).reduce((sum, i) => int32(sum + operand.values[i]!), 0);
    }
  }
  const all = Array.from({ length: blocks }, (_, block) =>
    statistics(operand, elementsOf(size, block), eps),
  );
  return {
    mean: filled(
      call.tensor('mean'),
      all.map((s) => s.mean),
    ),
    rstd: filled(
      call.tensor('rstd'),
      all.map((s) => s.rstd),
    ),
  };
};

/** LayerNorm's blocks: what the shape of γ covers; `undefined` where γ is no tail of x. */
export function layerCut(x: Tensor, gamma: Tensor): Cut | undefined {
  const tail = x.shape.slice(x.shape.length - gamma.shape.length);
  if (`${tail}` !== `${gamma.shape}` || gamma.shape.length > x.shape.length) return undefined;
  const size = gamma.shape.reduce((n, extent) => n * extent, 1);
  const count = x.shape.reduce((n, extent) => n * extent, 1);
  const gammaAt = Array.from({ length: count }, (_, i) => i % size);
  return { blocks: size === 0 ? 0 : count / size, size, gammaAt };
}

/** GroupNorm's blocks: the channels of one group of one sample. */
export function groupCut(x: Tensor, gamma: Tensor, groups: number): Cut | undefined {
  if (x.shape.length !== 3 || !isIdentity(x)) return undefined;
  const [batch, channels, length] = x.shape as [number, number, number];
  const count = gamma.shape.reduce((n, extent) => n * extent, 1);
  if (channels % groups !== 0 || count !== channels) return undefined;
  const size = batch * channels * length;
  const gammaAt = Array.from({ length: size }, (_, i) => Math.trunc(i / length) % channels);
  return { blocks: batch * groups, size: (channels / groups) * length, gammaAt };
}

/** L15: labels that a contract's norm layers accept. */
export function isNormLabel(contract: Contract, bits: number): boolean {
  return bits <= contract.normLabelMax;
}

/** L15–L17: no block, or blocks of no element. */
export function isEmpty({ blocks, size }: Cut): boolean {
  return blocks === 0 || size === 0;
}

function isLabelled(contract: Contract, tensors: readonly Tensor[]): boolean {
  return tensors.every((t) => t.dtype === 'SYM_INT32' && isNormLabel(contract, t.bits));
}

function rawOracle(
  cutOf: (call: Parameters<Oracle>[0]) => Cut | undefined,
  perElement: boolean,
): Oracle {
  return (call, contract, g) => {
    const [x, gamma, beta] = [call.tensor('x'), call.tensor('gamma'), call.tensor('beta')];
    const y = call.tensor('y');
    if (!isLabelled(contract, [x, gamma, beta, y])) return 'refused';
    const cut = cutOf(call);
    if (cut === undefined) return 'refused';
    if (`${beta.shape}` !== `${gamma.shape}` || y.bits < 2) return undefined;
    if (isEmpty(cut) && contract.emptyNorm === 'returns') return { y: filled(y, [], 1) };
    const fits = sums(x, cut.size, contract);
    if (fits !== true) return fits === false ? 'refused' : undefined;
    const operand = operandOf(x) as Required<Operand>;
    for (let block = 0; block < cut.blocks; block++) {
      elementsOf(cut.size, block).reduce((sum, i) => int32(sum + operand.values[i]!), 0);
    }
    const scales = {
      gamma: operandOf(gamma) as Required<Operand>,
      beta: operandOf(beta) as Required<Operand>,
      perElement,
    };
    const eps = call.number('eps');
    const raw = rawForward(g, operand, scales, cut, eps, y.bits, y.rounding, contract);
    return raw === undefined ? 'refused' : { y: filled(y, raw.sums, raw.scale) };
  };
}

export const layerNormForwardRawOracle = throughViews(
  rawOracle((call) => layerCut(call.tensor('x'), call.tensor('gamma')), true),
);
export const groupNormForwardRawOracle = rawOracle((call) => {
  const groups = call.number('groups');
  return groupCut(call.tensor('x'), call.tensor('gamma'), groups);
}, false);
