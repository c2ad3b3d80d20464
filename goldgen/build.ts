/** Op × contract → vector file: case identities, lints, canonical bytes. */

import { type ContractId, contracts } from '../reference/contracts.ts';
import { encode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import {
  formatVersion,
  type VectorFile,
  type WireCase,
  type WireNote,
} from '../schema/format/types.ts';
import { answer, buildCase, poisons } from './case.ts';
import { numberFrom } from './errata.ts';
import type { CaseGen } from './kit/case_gen.ts';
import { ecgSamples } from './kit/ecg.ts';
import { newRandom } from './kit/random.ts';
import { contractsOf, type OpDef } from './op.ts';

/** Written into every file; raised when the generator itself changes what it writes. */
export const source = { name: 'goldvec', version: '1.0' } as const;

/** Largest vector file, in bytes. */
export const fileBytesMax = 256 * 1024;

/** What an op's generator is given under one contract. */
export function newCaseGen(op: OpDef, contract: ContractId): CaseGen {
  return {
    contract: contracts[contract],
    random: (label) => newRandom(`${formatVersion}/${op.name}/${label}`),
    ecg: ecgSamples,
  };
}

/** All cases of an op under a contract, numbered per set in the order of generation; see `errata.ts`. */
export function buildCases(op: OpDef, contract: ContractId): WireCase[] {
  const counts = new Map<string, number>();
  const cases: WireCase[] = [];
  for (const input of op.cases(newCaseGen(op, contract))) {
    const n = numberFrom(contract, op.name, input.set, counts.get(input.set) ?? 0);
    counts.set(input.set, n + 1);
    cases.push(buildCase(op, contract, `${op.name}/${input.set}/${n}`, input));
  }
  return cases;
}

/** A text that two calls share exactly if they are the same call. */
export function callKey(c: WireCase): string {
  const { params, inputs, targets, rng } = c;
  return Buffer.from(encode({ params, inputs, targets, rng })).toString('latin1');
}

function lintCases(op: OpDef, contract: ContractId, cases: readonly WireCase[]): void {
  const path = `${contract}/${op.name}`;
  if (cases.length === 0) throw new GoldError('vector-invariant', 'the op has no case', { path });
  const seen = new Map<string, string>();
  for (const c of cases) {
    const twin = seen.get(callKey(c));
    if (twin !== undefined) {
      throw new GoldError('vector-invariant', `has the same inputs as ${twin}`, { path: c.id });
    }
    seen.set(callKey(c), c.id);
    const twice = c.flags.find((flag, i) => c.flags.indexOf(flag) !== i);
    const unknown = c.flags.find((flag) => op.notes[flag] === undefined);
    if (unknown !== undefined || twice !== undefined) {
      const message = unknown === undefined ? `flag ${twice} twice` : `flag ${unknown} has no note`;
      throw new GoldError('vector-invariant', message, { path: `${c.id}/flags` });
    }
  }
}

/**
 * Answers every case again, last to first and over another poison: a reference that keeps state between
 * calls, reads an output or leaves an element unwritten gives itself away.
 */
function proveRepeatable(op: OpDef, contract: ContractId, cases: readonly WireCase[]): void {
  for (const c of cases.toReversed()) {
    const again = answer(op, contract, c, c.id, poisons.second);
    if (Buffer.compare(encode(again), encode(c.expected)) !== 0) {
      const message = 'the reference answers otherwise when asked again over other output bytes';
      throw new GoldError('vector-invariant', message, { path: c.id });
    }
  }
}

function usedNotes(op: OpDef, cases: readonly WireCase[]): Record<string, WireNote> {
  const used = new Set(cases.flatMap((c) => c.flags));
  return Object.fromEntries(
    Object.entries(op.notes)
      .filter(([flag]) => used.has(flag))
      .map(([flag, { bug, effect, clause }]) => [flag, { bug, effect, clause }]),
  );
}

/** The vector file of an op under a contract. Throws `vector-invariant` where a lint fails. */
export function buildFile(op: OpDef, contract: ContractId): VectorFile {
  const cases = buildCases(op, contract);
  lintCases(op, contract, cases);
  proveRepeatable(op, contract, cases);
  const outputs = Object.entries(op.tensors).filter(([, spec]) => spec.role !== 'in');
  return {
    format: formatVersion,
    contract,
    op: op.name,
    op_version: op.version,
    clause: op.clause,
    source,
    notes: usedNotes(op, cases),
    compare: Object.fromEntries(outputs.map(([name]) => [name, 'bit_exact'])),
    cases,
  };
}

export interface BuiltFile {
  readonly op: OpDef;
  readonly contract: ContractId;
  readonly file: VectorFile;
  readonly bytes: Uint8Array;
}

/** The files of an op under the given contracts it exists in; every note must be used in one of them. */
export function buildOp(op: OpDef, wanted: readonly ContractId[]): BuiltFile[] {
  const built = contractsOf(op)
    .filter((contract) => wanted.includes(contract))
    .map((contract): BuiltFile => {
      const file = buildFile(op, contract);
      const bytes = encode(file);
      if (bytes.length > fileBytesMax) {
        const message = `${bytes.length} bytes, at most ${fileBytesMax}`;
        throw new GoldError('vector-invariant', message, { path: `${contract}/${op.name}` });
      }
      return { op, contract, file, bytes };
    });
  if (built.length === contractsOf(op).length) {
    const used = new Set(built.flatMap((b) => Object.keys(b.file.notes)));
    const idle = Object.keys(op.notes).find((flag) => !used.has(flag));
    if (idle !== undefined) {
      throw new GoldError('vector-invariant', `note ${idle} is used by no case`, { path: op.name });
    }
  }
  return built;
}
