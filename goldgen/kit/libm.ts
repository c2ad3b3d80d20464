/**
 * Sensitivity to the C library: whether an answer changes when one exp or log is off by one unit in the
 * last place. Values that every library returns exactly (exp 0, log 1, 0, ∞, NaN) are left alone.
 */

import type { ContractId } from '../../reference/contracts.ts';
import { exp32, log32 } from '../../reference/num/exp_log.ts';
import { float32FromBits, float32ToBits } from '../../reference/num/float32.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics } from '../../reference/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { type CaseInput, OpCall, type OpDef, type RecordNote } from '../op.ts';
import { attempt } from './attempt.ts';

export const insensitive = 'LibmInsensitive';
export const sensitive = 'LibmSensitive';

export const libmNotes: Readonly<Record<string, RecordNote>> = {
  [insensitive]: {
    bug: 'none: no exp or log that is off by one unit changes a compared bit',
    effect: 'comparable on platforms whose library is not correctly rounded',
    clause: 'libm',
  },
  [sensitive]: {
    bug: 'expf or logf of the platform instead of the correctly rounded one',
    effect: 'last bits that differ between platforms',
    clause: 'libm',
  },
};

/** One call that gives the neighbouring float. */
interface Slip {
  readonly call: number;
  readonly step: 1 | -1;
}

interface Observed {
  /** the outputs and the generator state */
  readonly text: string;
  /** exp and log calls with an inexact result */
  readonly calls: number;
}

/** What runs a case again and again, each time with another call that slips. */
function newObserver(
  op: Pick<OpDef, 'run'>,
  contract: ContractId,
  input: CaseInput,
): (slip?: Slip) => Observed {
  let calls = 0;
  let current: Slip | undefined;
  const slipping = (exact: (n: Numerics, x: number) => number, fixed: number) => {
    return (n: Numerics, x: number): number => {
      const value = exact(n, x);
      if (x === fixed || value === 0 || !Number.isFinite(value)) return value;
      const isSlip = current?.call === calls++;
      return isSlip ? float32FromBits(float32ToBits(value) + current!.step) : value;
    };
  };
  const fn = { exp32: slipping(exp32, 0), log32: slipping(log32, 1) };
  const bits = ({ data, scale, zeroPoint }: Tensor): string => {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return `${bytes.toString('latin1')} ${float32ToBits(scale)} ${zeroPoint}`;
  };
  return (slip) => {
    calls = 0;
    current = slip;
    const n = newNumerics(contract, { fn, rngState: input.rng });
    const call = new OpCall(input.params, input.tensors).copy();
    attempt(() => op.run(n, call));
    const text = `${Object.values(call.tensors).map(bits).join(' ')} ${n.rng.state}`;
    return { text, calls };
  };
}

/** Runs the case with every single call off by one unit, in both directions. */
export function isLibmSensitive(
  op: Pick<OpDef, 'run'>,
  contract: ContractId,
  input: CaseInput,
): boolean {
  const observe = newObserver(op, contract, input);
  const { text, calls } = observe();
  for (let call = 0; call < calls; call++) {
    for (const step of [1, -1] as const) {
      if (observe({ call, step }).text !== text) return true;
    }
  }
  return false;
}

/** The case with the flag of its sensitivity. */
export function markLibm(
  op: Pick<OpDef, 'run'>,
  contract: ContractId,
  input: CaseInput,
): CaseInput {
  const flag = isLibmSensitive(op, contract, input) ? sensitive : insensitive;
  return { ...input, flags: [...input.flags, flag] };
}
