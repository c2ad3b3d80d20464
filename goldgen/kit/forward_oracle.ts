/** What the oracles of layer forwards share. */

import type { Contract } from '../../reference/contracts.ts';
import {
  funnelled,
  type Kernel,
  type Operation,
} from '../../reference/independent/accumulation.ts';
import type { Generator } from '../../reference/independent/primitives.ts';
import type { OpCall, Oracle } from '../op.ts';
import { areReadable, filled, filledFrom, isIdentity, isKnownWidth, storedOf } from './oracle.ts';

/** Operands through a kernel into y: funnelled, or as they are into a raw wire (H2). */
export function forward(
  call: OpCall,
  contract: Contract,
  g: Generator,
  names: readonly string[],
  kernel: Kernel,
  takesEmpty = false,
): ReturnType<Oracle> {
  const y = call.tensor('y');
  const tensors = names.flatMap((name) => call.tensors[name] ?? []);
  const operands = tensors.flatMap((t) => storedOf(t) ?? []);
  const target = storedOf(y);
  if (target === undefined || !isKnownWidth(y)) return undefined;
  if (operands.length < tensors.length || !tensors.every(isIdentity)) return undefined;
  if (!takesEmpty && operands.some((x) => x.numbers.length === 0)) return undefined;
  const operation: Operation = {
    format: call.word('arithmetic') === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32',
    rounding: call.rounding('rounding'),
    mode: 'OUT_WRITE',
  };
  if (contract.producers === 'raw') {
    if ([...operands, target].some((x) => x.format !== operation.format)) return undefined;
    const raw = kernel(operands);
    return raw === undefined ? 'refused' : { y: filled(y, raw.numbers, raw.scale) };
  }
  if (!areReadable(contract, tensors)) return 'refused';
  const result = funnelled(g, operands, operation, kernel, target, contract);
  return result === undefined ? 'refused' : { y: filledFrom(y, result) };
}
