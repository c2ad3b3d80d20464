/**
 * One generated case: its inputs are checked against the op record, the reference answers it, and the
 * answer is checked for everything that would make it worthless.
 */

import { type Contract, type ContractId, contracts } from '../reference/contracts.ts';
import { newGenerator, OutsideInt32 } from '../reference/independent/primitives.ts';
import { newOverflowLog, type OverflowLog } from '../reference/num/overflow.ts';
import type { Numerics } from '../reference/numerics.ts';
import { newNumerics } from '../reference/primitives.ts';
import { Refusal, UndefinedBehaviour } from '../reference/refusal.ts';
import { GoldError } from '../schema/format/errors.ts';
import { isSameValue } from '../schema/format/same_value.ts';
import { checkTarget, checkTensor } from '../schema/format/tensor.ts';
import {
  overflowKinds,
  type WireCall,
  type WireCase,
  type WireExpected,
  type WireTensor,
} from '../schema/format/types.ts';
import type { CaseInput, OpCall, OpDef, OracleAnswer, ParamSpec } from './op.ts';
import { callToWire, tensorToWire, wireToCall } from './wire.ts';

/** Bytes that outputs hold before a call; two different ones reveal elements that are never written. */
export const poisons = { first: 0xa5, second: 0x5a } as const;

function invariant(path: string, message: string, cause?: unknown): GoldError {
  return new GoldError('vector-invariant', message, { path, cause });
}

function checkParam(spec: ParamSpec, value: number | string, path: string): void {
  const isText = spec.kind === 'word' || spec.kind === 'text';
  if (isText !== (typeof value === 'string')) {
    throw invariant(path, `expected ${spec.kind}, got ${typeof value}`);
  }
  if (spec.kind === 'word' && !spec.values.includes(`${value}`)) {
    throw invariant(path, `"${value}" is none of ${spec.values.join(', ')}`);
  }
  if (spec.kind !== 'int') return;
  if (!Number.isInteger(value) || Number(value) < spec.min || Number(value) > spec.max) {
    throw invariant(path, `${value} is not in ${spec.min}..${spec.max}`);
  }
}

function checkParams(op: OpDef, input: CaseInput, path: string): void {
  for (const name of Object.keys(input.params)) {
    if (op.params[name] === undefined) throw invariant(`${path}/params/${name}`, 'is not declared');
  }
  for (const [name, spec] of Object.entries(op.params)) {
    const value = input.params[name];
    if (value !== undefined) checkParam(spec, value, `${path}/params/${name}`);
    else if (spec.optional !== true) throw invariant(`${path}/params/${name}`, 'is missing');
  }
}

function checkTensors(op: OpDef, input: CaseInput, path: string): void {
  for (const name of Object.keys(input.tensors)) {
    if (op.tensors[name] === undefined)
      throw invariant(`${path}/tensors/${name}`, 'is not declared');
  }
  for (const [name, spec] of Object.entries(op.tensors)) {
    const tensor = input.tensors[name];
    const at = `${path}/tensors/${name}`;
    if (tensor === undefined) {
      if (spec.optional !== true) throw invariant(at, 'is missing');
    } else if (!spec.dtypes.includes(tensor.dtype)) {
      throw invariant(at, `${tensor.dtype} is none of ${spec.dtypes.join(', ')}`);
    }
  }
}

/** Throws `vector-invariant` where a tensor or the generator state is none. */
export function checkCall(call: WireCall, path: string): void {
  for (const [name, t] of Object.entries(call.inputs)) checkTensor(t, `${path}/inputs/${name}`);
  for (const [name, t] of Object.entries(call.targets)) checkTarget(t, `${path}/targets/${name}`);
  if (!Number.isInteger(call.rng) || call.rng < 1 || call.rng > 4294967295) {
    throw invariant(`${path}/rng`, `${call.rng} is no generator state`);
  }
}

/** The outputs after the call; `in` tensors must be as they were, shapes and dtypes of outputs too. */
function collectOutputs(
  op: OpDef,
  wire: WireCall,
  call: OpCall,
  path: string,
  keepsInputs: boolean,
): Record<string, WireTensor> {
  const outputs: Record<string, WireTensor> = {};
  for (const [name, spec] of Object.entries(op.tensors)) {
    const tensor = call.tensors[name];
    if (tensor === undefined) continue;
    const after = tensorToWire(tensor);
    const before = wire.inputs[name] ?? wire.targets[name]!;
    if (after.dtype !== before.dtype || `${after.shape}` !== `${before.shape}`) {
      throw invariant(`${path}/outputs/${name}`, 'the reference changed dtype or shape');
    }
    if (spec.role !== 'in') {
      checkTensor(after, `${path}/outputs/${name}`);
      outputs[name] = after;
    } else if (keepsInputs && !isSameValue(after, wire.inputs[name])) {
      throw invariant(`${path}/inputs/${name}`, 'the reference wrote to an input');
    }
  }
  return outputs;
}

function wireOverflow(log: OverflowLog): WireExpected['overflow'] {
  return {
    accumulate: { ...log.accumulate },
    multiply: { ...log.multiply },
    cast: { ...log.cast },
  };
}

function hasOverflow(log: OverflowLog): boolean {
  return overflowKinds.some((kind) => log[kind].when === 'always' || log[kind].count > 0);
}

/** Runs the reference; `undefined` outputs mean that it refused. */
function runReference(op: OpDef, n: Numerics, call: OpCall, path: string): Refusal | undefined {
  try {
    op.run(n, call);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    const kind =
      error instanceof UndefinedBehaviour ? 'undefined behaviour' : 'the reference failed';
    throw invariant(path, `${kind}: ${error instanceof Error ? error.message : error}`, error);
  }
}

/** Everything one run leaves behind, whatever it is worth. */
export interface Observation {
  readonly refusal: Refusal | undefined;
  /** empty where the run was refused */
  readonly outputs: Readonly<Record<string, WireTensor>>;
  readonly rng: number;
  readonly overflow: OverflowLog;
}

/**
 * Runs an op on a call under the given numerics (the contract's own, or a mutant's). A caller who only sees
 * what a backend returns does not see that an input was written to: `keepsInputs` false.
 */
export function observe(
  op: OpDef,
  n: Numerics,
  wire: WireCall,
  path: string,
  poison: number,
  keepsInputs = true,
  onFinal?: (element: number) => void,
): Observation {
  const call = wireToCall(op, wire, poison);
  if (onFinal !== undefined) {
    call.onFinal = (name, index) => onFinal(call.tensor(name).data[index]!);
  }
  const refusal = runReference(op, n, call, path);
  const outputs = refusal === undefined ? collectOutputs(op, wire, call, path, keepsInputs) : {};
  return { refusal, outputs, rng: n.rng.state, overflow: n.overflow };
}

/**
 * What a vector says of a run. A refused call has no outputs, no generator state and an empty overflow record,
 * because how far it got is not observable; after an overflow only the record counts.
 */
export function wireExpected({ refusal, outputs, rng, overflow: log }: Observation): WireExpected {
  if (refusal !== undefined) {
    const overflow = wireOverflow(newOverflowLog());
    return { status: 'refused', refusal: refusal.code, overflow };
  }
  const overflow = wireOverflow(log);
  if (hasOverflow(log)) return { status: 'overflow', rng, overflow };
  return { status: 'ok', outputs, rng, overflow };
}

/** What the reference answers to a call; `choices` are those of the contract, perhaps watched. */
export function answer(
  op: OpDef,
  contract: ContractId,
  wire: WireCall,
  path: string,
  poison: number,
  choices: Contract = contracts[contract],
): WireExpected {
  const n = newNumerics(contract, { contract: choices, rngState: wire.rng });
  return wireExpected(observe(op, n, wire, path, poison));
}

/** The oracle's word on a call. */
export type OracleWord = OracleAnswer | 'overflow' | undefined;

/** Asks the oracle of an op; `rng` is its generator state afterwards, `choices` are those of the contract. */
export function askOracle(
  op: OpDef,
  contract: ContractId,
  wire: WireCall,
  choices: Contract = contracts[contract],
): { readonly verdict: OracleWord; readonly rng: number } {
  if (op.oracle === undefined) return { verdict: undefined, rng: wire.rng };
  const generator = newGenerator(wire.rng);
  const call = wireToCall(op, wire, poisons.first);
  try {
    const verdict = op.oracle(call, choices, generator);
    return { verdict, rng: Number(generator.state) };
  } catch (error) {
    if (error instanceof OutsideInt32) return { verdict: 'overflow', rng: wire.rng };
    throw invariant(op.name, `the independent oracle failed: ${error}`, error);
  }
}

/** A complete case from a generated one. Throws `vector-invariant` naming the case and the field. */
export function buildCase(
  op: OpDef,
  contract: ContractId,
  id: string,
  input: CaseInput,
  answered = (call: WireCall): WireExpected => answer(op, contract, call, id, poisons.first),
): WireCase {
  checkParams(op, input, id);
  checkTensors(op, input, id);
  if (input.flags.length === 0) throw invariant(`${id}/flags`, 'a case needs a flag');
  const call = callToWire(op, input.params, input.tensors, input.rng);
  checkCall(call, id);
  const expected = answered(call);
  return { id, flags: [...input.flags], ...call, expected };
}
