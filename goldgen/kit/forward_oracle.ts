/** What the oracles of layer forwards share. */

import type { Contract } from '../../reference/contracts.ts';
import {
  funnelled,
  type Kernel,
  type Operation,
} from '../../reference/independent/accumulation.ts';
import type { Stored } from '../../reference/independent/conversion.ts';
import type { Generator } from '../../reference/independent/primitives.ts';
import { type OpCall, type Oracle, roundingOf, tensorOf, wordParam } from '../op.ts';
import { filledFrom, isCurrent, isIdentity, isKnownWidth, storedOf } from './oracle.ts';

/** Width of the raw results and largest label of operands (S66, S86). */
export const operandBits = 12;

/** Operands through a kernel into y; `undefined` outside the current contract and the known formats. */
export function forward(
  call: OpCall,
  contract: Contract,
  g: Generator,
  names: readonly string[],
  kernel: Kernel,
  takesEmpty = false,
): ReturnType<Oracle> {
  const y = tensorOf(call, 'y');
  const tensors = names.flatMap((name) => call.tensors[name] ?? []);
  const operands = tensors.flatMap((t) => storedOf(t) ?? []);
  const target = storedOf(y);
  if (!isCurrent(contract) || target === undefined || !isKnownWidth(y)) return undefined;
  if (operands.length < tensors.length || !tensors.every(isIdentity)) return undefined;
  if (!takesEmpty && operands.some((x) => x.numbers.length === 0)) return undefined;
  const operation: Operation = {
    format: wordParam(call, 'arithmetic') === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32',
    rounding: roundingOf(call, 'rounding'),
    mode: 'OUT_WRITE',
  };
  const result = funnelled(g, operands, operation, kernel, target);
  return result === undefined ? 'refused' : { y: filledFrom(y, result) };
}

export function isLabelled(...operands: readonly Stored[]): boolean {
  return operands.every((x) => x.bits >= 1 && x.bits <= operandBits);
}
